// What the page itself does around the core: answers in one line, several at a time, tried again until they
// are kept. The worker here is a list of what it will say.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { ChecklistSchema, QuestionType } from "@muster/shared/api/checklist";
import * as field from "@muster/shared/api/field";
import { FieldClient } from "@muster/wasm/field-client";
import type { Outcome, ToWorker } from "@muster/wasm/field-protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chosen, choicesOf, written } from "../src/answers.ts";
import { OpenAudit } from "../src/state/open-audit.ts";

const key = (question: string) => ({ question, instances: [] });

class ScriptedWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly asked: field.AnswerRequest[] = [];
  // What is said next; when empty, every answer is kept.
  readonly failures: string[] = [];

  terminate(): void {}

  postMessage(message: ToWorker): void {
    const outcome = this.#outcome(message);
    queueMicrotask(() => this.onmessage?.({ data: { kind: "outcome", id: message.id, outcome } }));
  }

  #outcome(message: ToWorker): Outcome {
    if (message.command.kind !== "call") throw new Error("Only calls are made here.");
    const request = fromBinary(field.AnswerRequestSchema, message.command.request);
    this.asked.push(request);
    const code = this.failures.shift() ?? (this.refuses(request) ? "invalid_input" : undefined);
    if (code !== undefined) return { kind: "failed", failure: { code, message: "No.", hint: "" } };
    const fields = request.answers.map(({ field: of, answer }) => ({
      ...(of === undefined ? {} : { field: of }),
      ...(answer === undefined ? {} : { answer }),
      relevant: true,
    }));
    const reply = create(field.AuditChangesSchema, { fields, savedUtcMs: 1000n });
    return { kind: "bytes", bytes: toBinary(field.AuditChangesSchema, reply) };
  }

  // A batch with an answer to "refused" in it.
  refuses(request: field.AnswerRequest): boolean {
    return request.answers.some((answer) => answer.field?.question === "refused");
  }
}

function opened() {
  const worker = new ScriptedWorker();
  const checklist = create(ChecklistSchema, {
    sections: [{ id: "s", questions: ["a", "b", "refused"].map((id) => ({ id, type: QuestionType.YES_NO })) }],
  });
  const reply = create(field.OpenAuditReplySchema, {
    checklist: toBinary(ChecklistSchema, checklist),
    fields: ["a", "b", "refused"].map((id) => ({ field: key(id), relevant: true })),
  });
  const client = new FieldClient(worker as unknown as Worker);
  return { worker, open: new OpenAudit(client, new Uint8Array(16), "en", reply) };
}

const questionsAsked = (request: field.AnswerRequest | undefined) =>
  request?.answers.map((answer) => answer.field?.question);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("An answer", () => {
  test("is shown at once and called saved when the core says so", async () => {
    const { open } = opened();
    open.answer(key("a"), chosen(["yes"]));
    expect(choicesOf(open.answerOf("a"))).toEqual(["yes"]);
    expect(open.saved.value.kind).toBe("nothing-new");
    await settle();
    expect(open.saved.value).toEqual({ kind: "saved", utcMs: 1000 });
    expect(choicesOf(open.field("a")?.answer)).toEqual(["yes"]);
  });

  test("that comes while another is written goes with the next commit", async () => {
    const { open, worker } = opened();
    open.answer(key("a"), chosen(["yes"]));
    await Promise.resolve();
    open.answer(key("a"), chosen(["no"]));
    open.answer(key("b"), chosen(["no"]));
    await settle();
    expect(worker.asked.map(questionsAsked)).toEqual([["a"], ["a", "b"]]);
    expect(choicesOf(open.answerOf("a"))).toEqual(["no"]);
  });

  test("that finds the tablet full stays in sight, is called not saved, and is tried until it is kept", async () => {
    const { open, worker } = opened();
    worker.failures.push("resource_exhausted", "resource_exhausted");
    open.answer(key("a"), chosen(["yes"]));
    await settle();
    expect(open.saved.value.kind).toBe("failed");
    expect(choicesOf(open.answerOf("a"))).toEqual(["yes"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(open.saved.value.kind).toBe("failed");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(open.saved.value.kind).toBe("saved");
    expect(worker.asked).toHaveLength(3);
  });

  test("that the core refuses takes none of the others with it", async () => {
    const { open, worker } = opened();
    worker.failures.push("unavailable");
    open.answer(key("a"), chosen(["yes"]));
    open.answer(key("refused"), written("?"));
    open.answer(key("b"), chosen(["no"]));
    await settle();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(choicesOf(open.field("a")?.answer)).toEqual(["yes"]);
    expect(choicesOf(open.field("b")?.answer)).toEqual(["no"]);
    const calls = worker.asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(worker.asked).toHaveLength(calls);
  });

  test("is called being saved only where that takes a while", async () => {
    const { open, worker } = opened();
    worker.postMessage = () => {};
    open.answer(key("a"), chosen(["yes"]));
    await vi.advanceTimersByTimeAsync(299);
    expect(open.saved.value.kind).toBe("nothing-new");
    await vi.advanceTimersByTimeAsync(1);
    expect(open.saved.value.kind).toBe("saving");
  });
});

describe("Undo", () => {
  test("goes back one tap after another, to no answer at all", async () => {
    const { open } = opened();
    open.answer(key("a"), chosen(["yes"]));
    await settle();
    open.answer(key("a"), chosen(["no"]));
    await settle();
    open.undo();
    expect(choicesOf(open.answerOf("a"))).toEqual(["yes"]);
    await settle();
    open.undo();
    await settle();
    expect(choicesOf(open.answerOf("a"))).toEqual([]);
    expect(open.canUndo.value).toBe(false);
  });

  test("takes a text back as a whole, however it was typed", async () => {
    const { open } = opened();
    for (const text of ["w", "wo", "words"]) {
      open.answer(key("a"), written(text), { typing: true });
      await settle();
    }
    open.undo();
    await settle();
    expect(open.answerOf("a")?.state.case).toBeUndefined();
    expect(open.canUndo.value).toBe(false);
  });
});
