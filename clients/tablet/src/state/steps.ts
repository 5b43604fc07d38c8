// Where one can stand in an audit: whole sections on a tablet, single questions on a phone.
import type { Item } from "./layout.ts";
import { questionsIn } from "./layout.ts";
import type { OpenAudit } from "./open-audit.ts";

export interface Step {
  readonly section: number;
  readonly item: Item; // a question, a matrix or a repeat
  readonly name: string;
}

// In document order. A repeat is one step, for its instances are added and removed there.
export function stepsOf(open: OpenAudit): readonly Step[] {
  const steps: Step[] = [];
  const walk = (section: number, items: readonly Item[]) => {
    for (const item of items) {
      if (item.kind === "group") walk(section, item.items);
      else if (isShown(open, item)) steps.push({ section, item, name: item.name });
    }
  };
  open.layout.value.forEach((items, section) => walk(section, items));
  return steps;
}

function isShown(open: OpenAudit, item: Item): boolean {
  if (item.kind === "question") return open.isRelevant(item.name);
  if (item.kind === "repeat") return item.state !== undefined;
  return [...questionsIn([item])].some((question) => open.isRelevant(question.name));
}

// The step that shows a field: its own, or the matrix or repeat around it.
export function stepOf(steps: readonly Step[], field: string): number {
  return steps.findIndex(
    (step) => step.name === field || [...questionsIn([step.item])].some((question) => question.name === field),
  );
}
