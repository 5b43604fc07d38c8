// What a section holds, as it is laid out: questions, groups, grids and repeats inside each other.
import { Button } from "@muster/shared/components/button";
import type { Group } from "@muster/shared/api/checklist";
import { said } from "@muster/shared/language";
import type { Instance, Item } from "../state/layout.ts";
import { questionsIn } from "../state/layout.ts";
import type { OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";
import { Question } from "./question.tsx";

type Repeat = Extract<Item, { kind: "repeat" }>;

export function Items(props: { open: OpenAudit; items: readonly Item[] }) {
  return (
    <>
      {props.items.map((item) => (
        <OneItem key={item.name} open={props.open} item={item} />
      ))}
    </>
  );
}

export function OneItem(props: { open: OpenAudit; item: Item; section?: string }) {
  const { open, item } = props;
  switch (item.kind) {
    case "question":
      return <Question open={open} item={item} {...(props.section === undefined ? {} : { section: props.section })} />;
    case "group":
      return hasRelevant(open, item.items) ? (
        <section class="group" aria-labelledby={`g-${item.name}`}>
          <GroupTitle open={open} group={item.group} id={`g-${item.name}`} />
          <Items open={open} items={item.items} />
        </section>
      ) : null;
    case "matrix":
      return hasRelevant(open, item.items) ? (
        <section class="q matrix" id={`q-${item.name}`} aria-labelledby={`g-${item.name}`}>
          <GroupTitle open={open} group={item.group} id={`g-${item.name}`} />
          {[...questionsIn(item.items)].map((row) => (
            <Question key={row.name} open={open} item={row} compact />
          ))}
        </section>
      ) : null;
    case "repeat":
      return <RepeatOf open={open} item={item} />;
  }
}

export function hasRelevant(open: OpenAudit, items: readonly Item[]): boolean {
  for (const item of questionsIn(items)) if (open.isRelevant(item.name)) return true;
  return false;
}

function GroupTitle(props: { open: OpenAudit; group: Group; id: string }) {
  const label = said(props.group.label, props.open.language);
  const hint = said(props.group.hint, props.open.language);
  return (
    <header>
      <h3 id={props.id} lang={label.language}>
        {label.text}
      </h3>
      {hint.text !== "" && (
        <p class="hint" lang={hint.language}>
          {hint.text}
        </p>
      )}
    </header>
  );
}

function RepeatOf(props: { open: OpenAudit; item: Repeat }) {
  const { open, item } = props;
  const text = words.value.question;
  const state = item.state;
  if (state === undefined) return null; // the core does not ask for it
  const name = state.label || said(item.group.label, open.language).text || item.group.id;
  return (
    <section class="repeat" id={`q-${item.name}`} aria-label={name}>
      {item.instances.map((instance, at) => (
        <InstanceOf
          key={instance.ids.join("~")}
          open={open}
          item={item}
          instance={instance}
          title={text.instance(name, at + 1)}
        />
      ))}
      {state.problem !== "" && <p class="why not-met">{state.problem}</p>}
      {!state.counted && (
        <div class="add-instance">
          {item.instances.length === 0 && <h3>{name}</h3>}
          <Button icon="plus" onPress={() => void open.addInstance(item.group.id, item.around)}>
            {item.instances.length === 0 ? text.addFirst : text.another}
          </Button>
        </div>
      )}
    </section>
  );
}

function InstanceOf(props: { open: OpenAudit; item: Repeat; instance: Instance; title: string }) {
  const text = words.value.question;
  const { open, item, instance } = props;
  const id = `i-${item.name}-${instance.ids.join("-")}`;
  return (
    <section class="instance" aria-labelledby={id}>
      <header class="row">
        <h3 class="grow" id={id} tabIndex={-1}>
          {props.title}
        </h3>
        {!(item.state?.counted ?? true) && (
          <Button look="quiet" icon="trash-2" onPress={() => void open.removeInstance(item.group.id, instance.ids)}>
            {text.remove}
            <span class="sr">: {props.title}</span>
          </Button>
        )}
      </header>
      <Items open={open} items={instance.items} />
    </section>
  );
}
