// A section as it is laid out: questions, groups, matrices and the instances of repeats, inside each other
// as the checklist has them. What of it is asked at the moment stands in the fields' states, not here.
import type { Checklist, Group, Question, Section } from "@muster/shared/api/checklist";
import { QuestionType } from "@muster/shared/api/checklist";
import type { RepeatState } from "@muster/shared/api/field";
import { fieldName } from "./field-name.ts";

export type Item =
  | {
      readonly kind: "question";
      readonly question: Question;
      readonly instances: readonly bigint[];
      readonly name: string;
    }
  | { readonly kind: "group" | "matrix"; readonly group: Group; readonly items: readonly Item[]; readonly name: string }
  | {
      readonly kind: "repeat";
      readonly group: Group;
      readonly state: RepeatState | undefined;
      readonly around: readonly bigint[];
      readonly instances: readonly Instance[];
      readonly name: string;
    };

export interface Instance {
  readonly ids: readonly bigint[];
  readonly items: readonly Item[];
}

// What nobody is asked for.
const unseen: ReadonlySet<QuestionType> = new Set([
  QuestionType.UNSPECIFIED,
  QuestionType.START,
  QuestionType.END,
  QuestionType.HIDDEN,
  QuestionType.TODAY,
  QuestionType.DEVICE_ID,
  QuestionType.USERNAME,
  QuestionType.EMAIL,
  QuestionType.PHONE_NUMBER,
  QuestionType.AUDIT_TRAIL,
]);

export const isSeen = (question: Question): boolean => !unseen.has(question.type);

// Has a control, and so a number.
export const isAsked = (question: Question): boolean =>
  isSeen(question) && question.type !== QuestionType.NOTE && question.type !== QuestionType.CALCULATE;

export function layOut(checklist: Checklist, section: Section, repeats: readonly RepeatState[]): readonly Item[] {
  const place: Place = { checklist, repeats, questions: section.questions, instances: [] };
  return inside(place, 0, 0, section.questions.length);
}

interface Place {
  readonly checklist: Checklist;
  readonly repeats: readonly RepeatState[];
  readonly questions: readonly Question[];
  readonly instances: readonly bigint[];
}

// The items of questions from `begin` to before `end`, all of which stand in group `parent`.
function inside(place: Place, parent: number, begin: number, end: number): readonly Item[] {
  const items: Item[] = [];
  for (let at = begin; at < end;) {
    const question = place.questions[at];
    if (question === undefined) break;
    const group = childOf(place.checklist, question.group, parent);
    if (group === 0) {
      const name = fieldName({ question: question.id, instances: [...place.instances] });
      items.push({ kind: "question", question, instances: place.instances, name });
      at += 1;
      continue;
    }
    let last = at + 1;
    while (last < end && childOf(place.checklist, place.questions[last]?.group ?? 0, parent) === group) last += 1;
    items.push(groupItem(place, group, at, last));
    at = last;
  }
  return items;
}

function groupItem(place: Place, number: number, begin: number, end: number): Item {
  const group = place.checklist.groups[number - 1];
  if (group === undefined) throw new Error(`The checklist has no group ${number}.`);
  const name = fieldName({ question: group.id, instances: [...place.instances] });
  if (!group.repeat) {
    const items = inside(place, number, begin, end);
    return { kind: group.matrix ? "matrix" : "group", group, items, name };
  }
  const state = place.repeats.find((each) => each.repeat === group.id && sameIds(each.around, place.instances));
  const instances = (state?.instances ?? []).map((id) => {
    const ids = [...place.instances, id];
    return { ids, items: inside({ ...place, instances: ids }, number, begin, end) };
  });
  return { kind: "repeat", group, state, around: place.instances, instances, name };
}

// The group directly inside `parent` that holds `group`; 0 where `group` is `parent` itself.
function childOf(checklist: Checklist, group: number, parent: number): number {
  let at = group;
  while (at !== parent && at !== 0) {
    const around = checklist.groups[at - 1]?.parent ?? 0;
    if (around === parent) return at;
    at = around;
  }
  return 0;
}

function sameIds(left: readonly bigint[], right: readonly bigint[]): boolean {
  return left.length === right.length && left.every((id, i) => id === right[i]);
}

// All questions in document order, instances of repeats one after another.
export function* questionsIn(items: readonly Item[]): Generator<Extract<Item, { kind: "question" }>> {
  for (const item of items) {
    switch (item.kind) {
      case "question":
        yield item;
        break;
      case "group":
      case "matrix":
        yield* questionsIn(item.items);
        break;
      case "repeat":
        for (const instance of item.instances) yield* questionsIn(instance.items);
    }
  }
}
