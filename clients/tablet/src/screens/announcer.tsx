// Says to a screen reader what the sync pill shows, at most once every five seconds: sending counts fast.
import { useSignal, useSignalEffect } from "@preact/signals";
import { syncSign } from "./sync-pill.tsx";

const msBetween = 5_000;

export function Announcer() {
  const said = useSignal("");
  const saidAtMs = useSignal(0);
  useSignalEffect(() => {
    const sign = syncSign().long;
    if (sign === said.peek()) return undefined;
    const say = () => {
      said.value = sign;
      saidAtMs.value = Date.now();
    };
    const timer = setTimeout(say, Math.max(0, saidAtMs.peek() + msBetween - Date.now()));
    return () => clearTimeout(timer);
  });
  return (
    <p class="sr" role="status">
      {said.value}
    </p>
  );
}
