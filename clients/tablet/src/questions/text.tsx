// Texts, and barcodes: read by the camera, or typed as their digits are printed.
import { textOf, written } from "../answers.ts";
import type { ControlProps } from "./control-props.ts";
import { Scanner } from "./scanner.tsx";
import { words } from "../words/words.ts";
import { Typed } from "./typed.tsx";

function TextField(props: ControlProps & { many: boolean; mode: "text" | "numeric" }) {
  return (
    <Typed
      many={props.many}
      mode={props.mode}
      shown={textOf(props.answer)}
      labelledBy={props.labelledBy}
      describedBy={props.describedBy}
      invalid={props.state.message !== ""}
      required={props.state.required}
      onTyped={(text) => props.say(written(text), { typing: true })}
    />
  );
}

export function TextControl(props: ControlProps) {
  const numbers = props.item.question.appearance.split(" ").includes("numbers");
  return <TextField {...props} many={!numbers} mode={numbers ? "numeric" : "text"} />;
}

export function BarcodeControl(props: ControlProps) {
  return (
    <div class="stack tight barcode">
      <TextField {...props} many={false} mode="text" />
      <Scanner label={words.value.scanner.code} onCode={(code) => props.say(written(code))} />
    </div>
  );
}
