// What went wrong, as the screens show it: a sentence, and what to do about it.
import { FieldFailure } from "@muster/wasm/field-failure";

export interface Failure {
  readonly code: string; // of the core, or "internal"
  readonly message: string;
  readonly hint: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof FieldFailure) return error.facts;
  return { code: "internal", message: error instanceof Error ? error.message : String(error), hint: "" };
}
