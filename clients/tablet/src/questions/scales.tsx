// Questions whose answers stand side by side: yes or no, a scale, how likely somebody recommends, a
// confirmation.
import { chosen, choicesOf, counted, numberOf, unanswered } from "../answers.ts";
import { decimalText } from "../decimal.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";
import { Options } from "./option.tsx";

export function YesNoControl(props: ControlProps) {
  const text = words.value.question;
  return (
    <Options
      name={props.item.name}
      options={[
        { value: "yes", label: text.yes, digit: "1" },
        { value: "no", label: text.no, digit: "2" },
      ]}
      picked={choicesOf(props.answer)}
      onPick={(value) => props.say(chosen([value]))}
    />
  );
}

function NumbersFrom(props: ControlProps & { first: number; last: number; look: string }) {
  const number = numberOf(props.answer);
  const values = Array.from({ length: props.last - props.first + 1 }, (_, i) => String(props.first + i));
  return (
    <Options
      name={props.item.name}
      look={props.look}
      options={values.map((value) => ({ value, label: value, ...(value.length === 1 ? { digit: value } : {}) }))}
      picked={number === undefined ? [] : [decimalText(number)]}
      onPick={(value) => props.say(counted(Number(value)))}
    />
  );
}

export function LikertControl(props: ControlProps) {
  const points = props.item.question.scalePoints;
  return <NumbersFrom {...props} first={1} last={points} look={points > 7 ? "scale long" : "scale"} />;
}

export function NpsControl(props: ControlProps) {
  const text = words.value.question;
  return (
    <>
      <NumbersFrom {...props} first={0} last={10} look="nps" />
      <div class="ends">
        <span>{text.npsLow}</span>
        <span>{text.npsHigh}</span>
      </div>
    </>
  );
}

export function AcknowledgeControl(props: ControlProps) {
  return (
    <Options
      name={props.item.name}
      many
      look="list"
      options={[{ value: "yes", label: words.value.question.confirm, digit: "1" }]}
      picked={choicesOf(props.answer)}
      onPick={(value, on) => props.say(on ? chosen([value]) : unanswered())}
    />
  );
}
