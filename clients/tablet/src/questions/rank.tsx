// A ranking without dragging: tap the choices in their order, then move one up or down.
import { useSignal } from "@preact/signals";
import { Button, IconButton } from "@muster/shared/components/button";
import { said } from "@muster/shared/language";
import { choicesOf, chosen, unanswered } from "../answers.ts";
import { words } from "../words/words.ts";
import { offeredChoices } from "./choices.tsx";
import type { ControlProps } from "./control-props.ts";

export function RankControl(props: ControlProps) {
  const text = words.value.question;
  const tapped = useSignal<readonly string[]>([]);
  const offered = offeredChoices(props);
  const ranked = choicesOf(props.answer);
  const order = ranked.length > 0 ? ranked : tapped.value;
  const rest = offered.filter((choice) => !order.includes(choice.name));
  const label = (name: string) =>
    said(offered.find((choice) => choice.name === name)?.label, props.open.language).text || name;

  // The core keeps a ranking of all choices only, so the beginning of one stays here.
  const keep = (names: readonly string[]) => {
    tapped.value = names;
    if (names.length === offered.length) props.say(chosen(names));
  };
  const swap = (at: number, other: number) => {
    const names = [...order];
    const [one, two] = [names[at], names[other]];
    if (one === undefined || two === undefined) return;
    names[at] = two;
    names[other] = one;
    keep(names);
  };
  const again = () => {
    tapped.value = [];
    if (ranked.length > 0) props.say(unanswered());
  };
  return (
    <div class="rank">
      {order.length > 0 && (
        <ol>
          {order.map((name, at) => (
            <li key={name} class="ranked">
              <span class="place">{at + 1}</span>
              <span class="grow">{label(name)}</span>
              <IconButton icon="arrow-up" name={text.rankUp(label(name))} onPress={() => swap(at, at - 1)} />
              <IconButton icon="arrow-down" name={text.rankDown(label(name))} onPress={() => swap(at, at + 1)} />
            </li>
          ))}
        </ol>
      )}
      {rest.length > 0 && (
        <>
          <p class="hint" role="status">
            {text.rankNext(order.length + 1)}. {text.rankLeft}
          </p>
          <div class="opts list">
            {rest.map((choice) => (
              <Button key={choice.name} class="opt-like" onPress={() => keep([...order, choice.name])}>
                {label(choice.name)}
              </Button>
            ))}
          </div>
        </>
      )}
      {order.length > 0 && (
        <Button look="quiet" icon="undo-2" onPress={again}>
          {text.rankAgain}
        </Button>
      )}
    </div>
  );
}
