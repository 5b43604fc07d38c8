// One audit that is open: its checklist, how every field stands, and what is written to it. An answer is
// shown as saved when the core says that it is durable; one that could not be saved is kept here and tried
// again until it is. Holds no rule: which questions are asked and what fits comes from the core.
import { computed, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { fromBinary } from "@bufbuild/protobuf";
import { type Checklist, ChecklistSchema, type EvidenceKind } from "@muster/shared/api/checklist";
import type {
  Answer,
  AuditChanges,
  FieldKey,
  FieldState,
  OpenAuditReply,
  RepeatState,
  Score,
  SectionState,
  Visit,
} from "@muster/shared/api/field";
import type { Moment } from "@muster/shared/api/op";
import type { FieldClient } from "@muster/wasm/field-client";
import { unanswered } from "../answers.ts";
import type { Captured } from "../capture/photo.ts";
import { type Failure, failureOf } from "./failure.ts";
import { fieldName } from "./field-name.ts";
import { isAsked, type Item, layOut, questionsIn } from "./layout.ts";

export type Saved =
  | { readonly kind: "nothing-new" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly utcMs: number }
  | { readonly kind: "failed"; readonly failure: Failure };

export type Key = Pick<FieldKey, "question" | "instances">;
type Written = { key: Key; answer: Answer; recalled: Moment | undefined };

const msUntilSavingShows = 300;
const msUntilNextTry = 5_000;
const undoDepth = 50;

export class OpenAudit {
  readonly id: Uint8Array;
  readonly checklist: Checklist;
  readonly wanted: string; // language that was asked for
  readonly language: string; // that it is shown in
  readonly returned: string; // why it came back; empty where it did not
  readonly returnDueUtcMs: number; // 0: no day was given
  readonly visit: Signal<Visit | undefined>;
  readonly sections: Signal<readonly SectionState[]>;
  readonly score: Signal<Score | undefined>;
  readonly saved = signal<Saved>({ kind: "nothing-new" });
  readonly failure = signal<Failure | undefined>(undefined); // of the last write that is no answer
  readonly canUndo = signal(false);
  readonly layout: ReadonlySignal<readonly (readonly Item[])[]>;
  // The number of each field with a control that is asked at the moment, from 1, in document order.
  readonly numbers: ReadonlySignal<ReadonlyMap<string, number>>;

  readonly #client: FieldClient;
  readonly #fields = new Map<string, Signal<FieldState>>();
  readonly #fieldCount = signal(0);
  readonly #repeats: Signal<readonly RepeatState[]>;
  readonly #unsaved = new Map<string, Written>();
  readonly #unsavedCount = signal(0); // of changes to it
  readonly #undo: { key: Key; before: Answer }[] = [];
  #line: Promise<void> = Promise.resolve(); // writes go one after another
  #writing = 0;
  #wroteAtMs = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(client: FieldClient, id: Uint8Array, wanted: string, reply: OpenAuditReply) {
    this.#client = client;
    this.id = id;
    this.checklist = fromBinary(ChecklistSchema, reply.checklist);
    this.wanted = wanted;
    this.language = reply.language;
    this.returned = reply.returned;
    this.returnDueUtcMs = Number(reply.returnDueUtcMs);
    this.visit = signal(reply.visit);
    this.sections = signal(reply.sections);
    this.score = signal(reply.score);
    this.#repeats = signal(reply.repeats);
    this.#take(reply.fields);
    this.layout = computed(() =>
      this.checklist.sections.map((section) => layOut(this.checklist, section, this.#repeats.value)),
    );
    this.numbers = computed(() => this.#count());
  }

  // How a field stands; nothing where the checklist has no such field now.
  field(name: string): FieldState | undefined {
    void this.#fieldCount.value; // a reader is told when fields come
    return this.#fields.get(name)?.value;
  }

  isRelevant(name: string): boolean {
    return this.field(name)?.relevant ?? false;
  }

  // What stands in the control: what was tapped, even before it is durable.
  answerOf(name: string): Answer | undefined {
    void this.#unsavedCount.value;
    return this.#unsaved.get(name)?.answer ?? this.field(name)?.answer;
  }

  // Durable when `saved` says so. While a text is being typed, one undo takes all of it back.
  answer(key: Key, answer: Answer, options: { recalled?: Moment; typing?: boolean } = {}): void {
    const name = fieldName(key);
    this.#remember(key, this.field(name)?.answer ?? unanswered(), options.typing ?? false);
    this.#keep({ key, answer, recalled: options.recalled });
  }

  undo(): void {
    const last = this.#undo.pop();
    this.canUndo.value = this.#undo.length > 0;
    if (last === undefined) return;
    this.#keep({ key: last.key, answer: last.before, recalled: undefined });
  }

  async start(): Promise<boolean> {
    return this.#write(() => this.#client.start({ audit: this.id }));
  }

  async note(key: Key, text: string): Promise<boolean> {
    return this.#write(() => this.#client.note({ audit: this.id, field: { ...key }, text }));
  }

  async attach(key: Key, kind: EvidenceKind, captured: Captured): Promise<boolean> {
    const { content, mediaType, name, originalHash } = captured;
    const original = originalHash === undefined ? {} : { originalHash };
    return this.#write(() =>
      this.#client.attach({ audit: this.id, field: { ...key }, kind, mediaType, name, content, ...original }),
    );
  }

  async detach(key: Key, evidence: Uint8Array): Promise<boolean> {
    return this.#write(() => this.#client.detach({ audit: this.id, field: { ...key }, evidence }));
  }

  // Nothing where it could not be read; `failure` then says why.
  async evidence(evidence: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return new Uint8Array(await this.#client.evidence(evidence));
    } catch (error) {
      this.failure.value = failureOf(error);
      return undefined;
    }
  }

  async addInstance(repeat: string, around: readonly bigint[]): Promise<boolean> {
    return this.#write(() => this.#client.addInstance({ audit: this.id, repeat, around: [...around] }));
  }

  async removeInstance(repeat: string, instances: readonly bigint[]): Promise<boolean> {
    const instance = { question: repeat, instances: [...instances] };
    return this.#write(() => this.#client.removeInstance({ audit: this.id, instance }));
  }

  async settle(key: Key, chosen: Uint8Array): Promise<boolean> {
    return this.#write(() => this.#client.resolve({ audit: this.id, field: { ...key }, chosen }));
  }

  async submit(declaration: string): Promise<boolean> {
    return this.#write(() => this.#client.submit({ audit: this.id, declaration }));
  }

  // Another tab, or a meeting with the server, may have written. This tab's own writes are known.
  async heard(): Promise<void> {
    if (this.#writing > 0 || this.#unsaved.size > 0 || Date.now() - this.#wroteAtMs < 200) return;
    try {
      const reply = await this.#client.openAudit({ audit: this.id, language: this.wanted });
      if (this.#writing > 0) return;
      this.#take(reply.fields);
      this.visit.value = reply.visit;
      this.sections.value = reply.sections;
      this.#repeats.value = reply.repeats;
      this.score.value = reply.score;
    } catch (error) {
      this.failure.value = failureOf(error);
    }
  }

  // Nothing is tried again from now on.
  close(): void {
    clearTimeout(this.#retry);
  }

  #remember(key: Key, before: Answer, typing: boolean): void {
    const last = this.#undo.at(-1);
    if (typing && last !== undefined && fieldName(last.key) === fieldName(key)) return;
    this.#undo.push({ key, before });
    if (this.#undo.length > undoDepth) this.#undo.shift();
    this.canUndo.value = true;
  }

  #keep(written: Written): void {
    this.#unsaved.set(fieldName(written.key), written);
    this.#unsavedCount.value += 1;
    void this.#saveAnswers();
  }

  // All answers that wait, in one durable commit. What changes meanwhile goes with the next one.
  async #saveAnswers(): Promise<void> {
    clearTimeout(this.#retry);
    await this.#inLine(
      () => this.#send([...this.#unsaved.values()]),
      () => {
        this.#retry = setTimeout(() => void this.#saveAnswers(), msUntilNextTry);
      },
    );
  }

  // Where one answer of several is refused, the others are still saved; the refused one is dropped, for
  // it would be refused again.
  async #send(batch: readonly Written[]): Promise<void> {
    if (batch.length === 0) return;
    const answers = batch.map(({ key, answer, recalled }) => ({
      field: { ...key },
      answer,
      ...(recalled === undefined ? {} : { recalled }),
    }));
    try {
      this.#apply(await this.#client.answer({ audit: this.id, answers }));
      this.#drop(batch);
    } catch (error) {
      if (failureOf(error).code !== "invalid_input") throw error;
      if (batch.length > 1) for (const written of batch) await this.#send([written]);
      else {
        this.#drop(batch);
        this.saved.value = { kind: "failed", failure: failureOf(error) };
      }
    }
  }

  #drop(batch: readonly Written[]): void {
    for (const written of batch) {
      const name = fieldName(written.key);
      if (this.#unsaved.get(name) === written) this.#unsaved.delete(name);
    }
    this.#unsavedCount.value += 1;
  }

  async #write(call: () => Promise<AuditChanges>): Promise<boolean> {
    let good = false;
    await this.#inLine(
      async () => {
        this.#apply(await call());
        good = true;
      },
      (failure) => {
        this.failure.value = failure;
      },
    );
    return good;
  }

  async #inLine(work: () => Promise<void>, failed: (failure: Failure) => void): Promise<void> {
    const turn = this.#line.then(async () => {
      const slow = setTimeout(() => {
        this.saved.value = { kind: "saving" };
      }, msUntilSavingShows);
      this.#writing += 1;
      try {
        await work();
      } catch (error) {
        const failure = failureOf(error);
        this.saved.value = { kind: "failed", failure };
        failed(failure);
      } finally {
        clearTimeout(slow);
        this.#writing -= 1;
        this.#wroteAtMs = Date.now();
      }
    });
    this.#line = turn;
    return turn;
  }

  #apply(changes: AuditChanges): void {
    this.#take(changes.fields);
    this.sections.value = changes.sections;
    this.#repeats.value = changes.repeats;
    if (changes.visit !== undefined) this.visit.value = changes.visit;
    this.score.value = changes.score;
    this.failure.value = undefined;
    this.saved.value = { kind: "saved", utcMs: Number(changes.savedUtcMs) };
  }

  #take(fields: readonly FieldState[]): void {
    for (const field of fields) {
      if (field.field === undefined) continue;
      const name = fieldName(field.field);
      const known = this.#fields.get(name);
      if (known !== undefined) known.value = field;
      else this.#fields.set(name, signal(field));
    }
    this.#fieldCount.value = this.#fields.size;
  }

  #count(): ReadonlyMap<string, number> {
    const numbers = new Map<string, number>();
    for (const items of this.layout.value) {
      for (const item of questionsIn(items)) {
        if (isAsked(item.question) && this.isRelevant(item.name)) numbers.set(item.name, numbers.size + 1);
      }
    }
    return numbers;
  }
}
