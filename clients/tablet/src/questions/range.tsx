// A number on a scale with steps: keys where they are few, else one step at a time or typed in. Nothing is
// dragged.
import type { Question } from "@muster/shared/api/checklist";
import type { Decimal } from "@muster/shared/api/op";
import { IconButton } from "@muster/shared/components/button";
import { counted, numberOf, unanswered } from "../answers.ts";
import { compared, decimal, decimalText, negated, parseDecimal, plus } from "../decimal.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";
import { Options } from "./option.tsx";
import { Typed } from "./typed.tsx";

const keysMax = 11;

export function RangeControl(props: ControlProps) {
  const text = words.value.question;
  const scale = scaleOf(props.item.question);
  const number = numberOf(props.answer);
  const steps = firstSteps(scale);
  if (steps.length <= keysMax) {
    return (
      <Options
        name={props.item.name}
        look="scale long"
        options={steps.map((step) => ({ value: decimalText(step), label: decimalText(step) }))}
        picked={number === undefined ? [] : steps.filter((step) => compared(step, number) === 0).map(decimalText)}
        onPick={(value) => props.say(counted(parseDecimal(value) ?? scale.start))}
      />
    );
  }
  const move = (by: Decimal) => {
    const next = number === undefined ? scale.start : plus(number, by);
    if (compared(next, scale.start) >= 0 && compared(next, scale.end) <= 0) props.say(counted(next));
  };
  return (
    <>
      <div class="counter" role="group" aria-labelledby={props.labelledBy}>
        <IconButton icon="minus" name={text.less} onPress={() => move(negated(scale.step))} />
        <Typed
          mode="decimal"
          shown={number === undefined ? "" : decimalText(number)}
          labelledBy={props.labelledBy}
          describedBy={props.describedBy}
          invalid={props.state.message !== ""}
          required={props.state.required}
          onTyped={(letters) => {
            const parsed = parseDecimal(letters);
            props.say(parsed === undefined ? unanswered() : counted(parsed), { typing: true });
          }}
        />
        <IconButton icon="plus" name={text.more} onPress={() => move(scale.step)} />
      </div>
      <p class="hint">{text.range(decimalText(scale.start), decimalText(scale.end), decimalText(scale.step))}</p>
    </>
  );
}

interface Scale {
  readonly start: Decimal;
  readonly end: Decimal;
  readonly step: Decimal;
}

// Without parameters 1 to 10 by 1, as core/checklist/range_parameters.hpp has it.
function scaleOf(question: Question): Scale {
  const parameter = (name: string, otherwise: bigint) =>
    parseDecimal(question.parameters.find((each) => each.name === name)?.value ?? "") ?? decimal(otherwise);
  return { start: parameter("start", 1n), end: parameter("end", 10n), step: parameter("step", 1n) };
}

// One more than can be shown as keys, at most.
function firstSteps(scale: Scale): readonly Decimal[] {
  const steps: Decimal[] = [];
  if (scale.step.unscaled <= 0n) return steps;
  for (let at = scale.start; compared(at, scale.end) <= 0 && steps.length <= keysMax; at = plus(at, scale.step)) {
    steps.push(at);
  }
  return steps;
}
