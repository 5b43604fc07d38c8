// One or many of a list. A long list is searched by typing; a filter of the checklist decides what is offered.
import { useSignal } from "@preact/signals";
import { type Choice, QuestionType } from "@muster/shared/api/checklist";
import { said } from "@muster/shared/language";
import { choicesOf, chosen } from "../answers.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";
import { Options } from "./option.tsx";

const choicesUntilSearch = 12;
const choicesShown = 40; // of those that a search finds

// In the order of the list.
export function offeredChoices(props: Pick<ControlProps, "open" | "item" | "state">): readonly Choice[] {
  const { checklist } = props.open;
  const list = checklist.choiceLists.find((each) => each.name === props.item.question.choiceList);
  const choices = list?.choices ?? [];
  if (!props.state.filtered) return choices;
  return props.state.offered.flatMap((place) => choices[place] ?? []);
}

export function ChoicesControl(props: ControlProps) {
  const text = words.value.question;
  const typed = useSignal("");
  const many = props.item.question.type === QuestionType.MANY_CHOICES;
  const offered = offeredChoices(props);
  const picked = choicesOf(props.answer);
  const searched = offered.length > choicesUntilSearch;
  const found = searched ? matching(offered, typed.value, props.open.language) : offered;
  const shown = searched ? withPicked(found.slice(0, choicesShown), offered, picked) : found;

  const pick = (name: string, on: boolean) => {
    const names = many ? (on ? [...picked, name] : picked.filter((each) => each !== name)) : [name];
    props.say(chosen(inOrder(names, props)));
  };
  if (offered.length === 0) return <p class="hint">{text.noChoices}</p>;
  return (
    <>
      {searched && (
        <div class="search">
          <label class="lab" for={`${props.item.name}-search`}>
            {text.search} <span class="muted">({text.found(offered.length)})</span>
          </label>
          <input
            class="in"
            id={`${props.item.name}-search`}
            type="search"
            autocomplete="off"
            value={typed.value}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        </div>
      )}
      <Options
        name={props.item.name}
        many={many}
        look="list"
        options={shown.map((choice, i) => labelOf(choice, i, props.open.language))}
        picked={picked}
        onPick={pick}
      />
      {searched && (
        <p class="hint" role="status">
          {found.length === 0
            ? text.noneFound
            : found.length > choicesShown
              ? text.narrow(choicesShown, found.length)
              : ""}
        </p>
      )}
    </>
  );
}

function labelOf(choice: Choice, place: number, language: string) {
  const label = said(choice.label, language);
  return {
    value: choice.name,
    label: label.text || choice.name,
    ...(place < 9 ? { digit: String(place + 1) } : {}),
    ...(label.language === language ? {} : { language: label.language }),
  };
}

function matching(choices: readonly Choice[], typed: string, language: string): readonly Choice[] {
  const letters = plainLetters(typed);
  if (letters === "") return choices;
  return choices.filter((choice) => plainLetters(said(choice.label, language).text || choice.name).includes(letters));
}

// Without accents and case, so that "cafe" finds "Café".
function plainLetters(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

// What is picked stays in sight, whatever is searched for.
function withPicked(shown: readonly Choice[], offered: readonly Choice[], picked: readonly string[]) {
  const missing = offered.filter((choice) => picked.includes(choice.name) && !shown.includes(choice));
  return [...missing, ...shown];
}

function inOrder(names: readonly string[], props: ControlProps): readonly string[] {
  const list = props.open.checklist.choiceLists.find((each) => each.name === props.item.question.choiceList);
  return (list?.choices ?? []).flatMap((choice) => (names.includes(choice.name) ? [choice.name] : []));
}
