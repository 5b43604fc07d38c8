import type { Answer, FieldState } from "@muster/shared/api/field";
import type { Item } from "../state/layout.ts";
import type { OpenAudit } from "../state/open-audit.ts";

export type QuestionItem = Extract<Item, { kind: "question" }>;

// What every control is given. `labelledBy` and `describedBy` are ids of elements around it.
export interface ControlProps {
  readonly open: OpenAudit;
  readonly item: QuestionItem;
  readonly state: FieldState;
  readonly answer: Answer | undefined; // what stands in the control
  readonly labelledBy: string;
  readonly describedBy: string | undefined;
  readonly say: (answer: Answer, options?: { typing?: boolean }) => void;
}
