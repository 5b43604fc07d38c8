// Answers as field.proto has them, made from what was tapped and read back into what is shown.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Answer, AnswerSchema, type Value, ValueSchema } from "@muster/shared/api/field";
import type { Decimal, Moment } from "@muster/shared/api/op";

export function answered(value: NonNullable<MessageInitShape<typeof ValueSchema>["value"]>): Answer {
  return create(AnswerSchema, { state: { case: "value", value: create(ValueSchema, { value }) } });
}

export const unanswered = (): Answer => create(AnswerSchema, {});

export function notApplicable(reason: string): Answer {
  return create(AnswerSchema, { state: { case: "notApplicable", value: reason } });
}

export function notObserved(reason: string): Answer {
  return create(AnswerSchema, { state: { case: "notObserved", value: reason } });
}

export const chosen = (names: readonly string[]): Answer =>
  names.length === 0 ? unanswered() : answered({ case: "choices", value: { names: [...names] } });

export const counted = (number: number | Decimal): Answer =>
  answered({
    case: "number",
    value: typeof number === "number" ? { unscaled: BigInt(number), scale: 0 } : number,
  });

export const written = (text: string): Answer => (text === "" ? unanswered() : answered({ case: "text", value: text }));

export function isAnswered(answer: Answer | undefined): boolean {
  return answer !== undefined && answer.state.case !== undefined;
}

function filled(answer: Answer | undefined): Value["value"] {
  return answer?.state.case === "value" ? answer.state.value.value : { case: undefined };
}

export function choicesOf(answer: Answer | undefined): readonly string[] {
  const value = filled(answer);
  return value.case === "choices" ? value.value.names : [];
}

export function numberOf(answer: Answer | undefined): Decimal | undefined {
  const value = filled(answer);
  return value.case === "number" ? value.value : undefined;
}

export function textOf(answer: Answer | undefined): string {
  const value = filled(answer);
  return value.case === "text" ? value.value : "";
}

// Days since 1970-01-01.
export function dayOf(answer: Answer | undefined): number | undefined {
  const value = filled(answer);
  return value.case === "dateDays" ? value.value : undefined;
}

// Milliseconds since midnight.
export function timeOf(answer: Answer | undefined): number | undefined {
  const value = filled(answer);
  return value.case === "timeOfDayMs" ? value.value : undefined;
}

export function durationOf(answer: Answer | undefined): number | undefined {
  const value = filled(answer);
  return value.case === "durationMs" ? Number(value.value) : undefined;
}

export function momentOf(answer: Answer | undefined): Moment | undefined {
  const value = filled(answer);
  return value.case === "moment" ? value.value : undefined;
}
