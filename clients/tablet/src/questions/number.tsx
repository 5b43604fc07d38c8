// Numbers to type. What is no number cannot be kept, and is said so; what breaks a rule of the checklist is
// kept, and the core says what is wrong with it.
import { useSignal } from "@preact/signals";
import { QuestionType } from "@muster/shared/api/checklist";
import { counted, numberOf, unanswered } from "../answers.ts";
import { decimalText, parseDecimal } from "../decimal.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";
import { Typed } from "./typed.tsx";

export function NumberControl(props: ControlProps) {
  const text = words.value.question;
  const wrong = useSignal("");
  const whole = props.item.question.type === QuestionType.INTEGER;
  const number = numberOf(props.answer);
  const typed = (letters: string) => {
    const parsed = parseDecimal(letters);
    wrong.value = "";
    if (letters.trim() === "") props.say(unanswered(), { typing: true });
    else if (parsed === undefined) wrong.value = text.notANumber(letters);
    else if (whole && parsed.scale > 0) wrong.value = text.notWhole(letters);
    else props.say(counted(parsed), { typing: true });
  };
  return (
    <>
      <Typed
        mode={whole ? "numeric" : "decimal"}
        shown={number === undefined ? "" : decimalText(number)}
        labelledBy={props.labelledBy}
        describedBy={props.describedBy}
        invalid={wrong.value !== "" || props.state.message !== ""}
        required={props.state.required}
        onTyped={typed}
      />
      {wrong.value !== "" && (
        <p class="why not-met" role="alert">
          {wrong.value}
        </p>
      )}
    </>
  );
}
