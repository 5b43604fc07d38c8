// A span of time, measured or typed in. A running watch survives a reload: its start is kept by the browser
// under the field's name, and it is no answer until it is stopped.
import { useSignal, useSignalEffect } from "@preact/signals";
import { Button } from "@muster/shared/components/button";
import { durationText } from "@muster/shared/format";
import { answered, durationOf, unanswered } from "../answers.ts";
import { hexOf } from "../state/field-name.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";
import { Typed } from "./typed.tsx";

export function StopwatchControl(props: ControlProps) {
  const text = words.value.question;
  const place = `watch ${hexOf(props.open.id)} ${props.item.name}`;
  const startedMs = useSignal(Number(localStorage.getItem(place) ?? 0)); // 0: not running
  const nowMs = useSignal(Date.now());
  const typing = useSignal(false);
  useSignalEffect(() => {
    if (startedMs.value === 0) return undefined;
    const timer = setInterval(() => {
      nowMs.value = Date.now();
    }, 250);
    return () => clearInterval(timer);
  });

  const ms = durationOf(props.answer);
  const running = startedMs.value !== 0;
  const start = () => {
    startedMs.value = nowMs.value = Date.now();
    localStorage.setItem(place, String(startedMs.value));
  };
  const stop = () => {
    const measured = Math.max(0, Date.now() - startedMs.value);
    startedMs.value = 0;
    localStorage.removeItem(place);
    props.say(answered({ case: "durationMs", value: BigInt(measured) }));
  };
  const target = props.item.question.targetMs;
  const shown = running ? Math.max(0, nowMs.value - startedMs.value) : (ms ?? 0);
  return (
    <>
      <div class="watch">
        <output aria-live="off">{durationText(shown)}</output>
        {running ? (
          <Button look="primary" icon="square" onPress={stop}>
            {text.stop}
          </Button>
        ) : (
          <Button icon={ms === undefined ? "play" : "timer"} onPress={start}>
            {ms === undefined ? text.start : text.startAgain}
          </Button>
        )}
        {!running && !typing.value && (
          <Button
            look="quiet"
            onPress={() => {
              typing.value = true;
            }}
          >
            {text.typeIn}
          </Button>
        )}
      </div>
      {target !== undefined && <p class="hint">{text.target(durationText(Number(target)))}</p>}
      {typing.value && !running && <TypedSpan {...props} ms={ms} />}
    </>
  );
}

function TypedSpan(props: ControlProps & { ms: number | undefined }) {
  const text = words.value.question;
  const minutes = useSignal(props.ms === undefined ? "" : String(Math.floor(props.ms / 60_000)));
  const seconds = useSignal(props.ms === undefined ? "" : String(Math.floor(props.ms / 1000) % 60));
  const keep = () => {
    const digits = (typed: string) => (/^\d{1,5}$/.test(typed.trim()) ? Number(typed) : 0);
    const empty = minutes.value.trim() === "" && seconds.value.trim() === "";
    const value = BigInt((digits(minutes.value) * 60 + digits(seconds.value)) * 1000);
    props.say(empty ? unanswered() : answered({ case: "durationMs", value }), { typing: true });
  };
  const field = (id: string, label: string, part: typeof minutes) => (
    <div>
      <label class="lab" for={id}>
        {label}
      </label>
      <Typed
        id={id}
        mode="numeric"
        shown={part.value}
        onTyped={(typed) => {
          part.value = typed;
          keep();
        }}
      />
    </div>
  );
  return (
    <div class="span">
      {field(`${props.item.name}-minutes`, text.minutes, minutes)}
      {field(`${props.item.name}-seconds`, text.seconds, seconds)}
    </div>
  );
}
