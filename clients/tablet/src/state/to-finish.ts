// What a person should look at before submitting, in document order, as the core sees it.
import { FieldValidity } from "@muster/shared/api/field";
import type { OpenAudit } from "./open-audit.ts";
import { questionsIn } from "./layout.ts";

export interface Finish {
  readonly name: string;
  readonly section: number;
  readonly number: number | undefined; // of the question
  readonly label: string;
  readonly why: "missing" | "invalid" | "conflict";
  readonly message: string; // of the checklist, or empty
}

export function toFinish(open: OpenAudit): readonly Finish[] {
  const list: Finish[] = [];
  open.layout.value.forEach((items, section) => {
    for (const item of questionsIn(items)) {
      const state = open.field(item.name);
      if (state === undefined || !state.relevant) continue;
      const why =
        state.validity === FieldValidity.INVALID
          ? "invalid"
          : state.validity === FieldValidity.MISSING
            ? "missing"
            : state.heads.length > 1
              ? "conflict"
              : undefined;
      if (why === undefined) continue;
      const number = open.numbers.value.get(item.name);
      list.push({ name: item.name, section, number, label: state.label, why, message: state.message });
    }
  });
  return list;
}
