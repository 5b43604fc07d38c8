// Why a call did not succeed, in the words of the core or of the worker around it.

/** Names of core/base/result.hpp's Code. */
export type FailureCode =
  | "invalid_input"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "unauthenticated"
  | "failed_precondition"
  | "resource_exhausted"
  | "unavailable"
  | "data_loss"
  | "unsupported"
  | "internal";

/** What crosses from worker to page; an Error would lose its fields on the way. */
export type FailureFacts = {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
};

/** Every promise of FieldClient rejects with this: `message` says what happened, `hint` what to do about it. */
export class FieldFailure extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(facts: FailureFacts) {
    super(facts.message);
    this.name = "FieldFailure";
    this.code = facts.code;
    this.hint = facts.hint;
  }

  get facts(): FailureFacts {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

export function failure(code: FailureCode, message: string, hint = ""): FieldFailure {
  return new FieldFailure({ code, message, hint });
}
