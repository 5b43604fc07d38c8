// A count, one tap at a time.
import { IconButton } from "@muster/shared/components/button";
import { counted, numberOf } from "../answers.ts";
import { compared, decimal, decimalText, plus } from "../decimal.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";

export function CounterControl(props: ControlProps) {
  const text = words.value.question;
  const number = numberOf(props.answer) ?? decimal(0n);
  const step = (by: bigint) => {
    const next = plus(number, decimal(by));
    if (compared(next, decimal(0n)) >= 0) props.say(counted(next));
  };
  return (
    <div class="counter" role="group" aria-labelledby={props.labelledBy}>
      <IconButton icon="minus" name={text.less} onPress={() => step(-1n)} />
      <output aria-live="polite">{decimalText(number)}</output>
      <IconButton icon="plus" name={text.more} onPress={() => step(1n)} />
    </div>
  );
}
