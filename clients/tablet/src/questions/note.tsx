// What the shopper wants to say beside an answer.
import { useSignal } from "@preact/signals";
import { Button } from "@muster/shared/components/button";
import type { Key, OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";
import { Typed } from "./typed.tsx";

export function Note(props: { open: OpenAudit; field: Key; name: string; note: string }) {
  const text = words.value.question;
  const asked = useSignal(false);
  if (props.note === "" && !asked.value) {
    return (
      <Button
        look="quiet"
        icon="pencil"
        onPress={() => {
          asked.value = true;
        }}
      >
        {text.addNote}
      </Button>
    );
  }
  return (
    <div class="note-of">
      <label class="lab" for={`n-${props.name}`}>
        {text.note}
      </label>
      <Typed
        id={`n-${props.name}`}
        many
        shown={props.note}
        onTyped={(note) => void props.open.note(props.field, note)}
      />
    </div>
  );
}
