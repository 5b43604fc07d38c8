// The tablet's core as the page sees it: one promise a method of field.proto, and one subscription to
// changes. The core runs in a worker, in this tab or in another one; which of them is nobody's business
// here. A promise of a method that writes resolves when the write is durable.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import * as field from "@muster/shared/api/field";
import { failure, FieldFailure } from "./field-failure.ts";
import type {
  Command,
  CoreMethod,
  FieldEvent,
  FromWorker,
  Leadership,
  Outcome,
  StorageState,
  SyncProgress,
  ToWorker,
  VaultState,
} from "./field-protocol.ts";

/** A request as the page writes it; its request id is given by the client. */
type Written<Schema extends DescMessage> = Omit<MessageInitShape<Schema>, "request" | "$typeName" | "$unknown">;

type Waiting = { resolve: (outcome: Outcome) => void };

export class FieldClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<string, Waiting>();
  readonly #listeners = new Set<(event: FieldEvent) => void>();
  #leadership: Leadership = "starting";

  /** `worker` runs field-worker.ts: new Worker(new URL("…/field-worker.ts", import.meta.url), { type: "module" }). */
  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
  }

  // ---- changes ------------------------------------------------------------------------------------

  /** Calls `listener` for every change until the function that it gives is called. */
  subscribe(listener: (event: FieldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get leadership(): Leadership {
    return this.#leadership;
  }

  /** Asks the browser to keep what is stored; gives its answer and the room there is. */
  async storage(): Promise<StorageState> {
    await navigator.storage.persist(); // only a page can ask; the worker reads what came of it
    return this.#expect(await this.#send({ kind: "storage" }), "storage").storage;
  }

  // ---- vaults -------------------------------------------------------------------------------------

  /** A vault that needs no passcode and was open last is open again when the app starts. */
  async vaults(): Promise<VaultState> {
    return this.#vaultState({ kind: "vaults" });
  }

  /** An empty vault, opened: the place to enrol in. With a passcode it opens with that only. */
  async createVault(passcode = ""): Promise<VaultState> {
    return this.#vaultState({ kind: "create_vault", passcode });
  }

  /** Locks the vault that is open and opens this one. A wrong passcode is "unauthenticated". */
  async openVault(vault: string, passcode = ""): Promise<VaultState> {
    return this.#vaultState({ kind: "open_vault", vault, passcode });
  }

  /** In every tab: nothing of the vault is shown or reached until it is opened again. */
  async lock(): Promise<VaultState> {
    return this.#vaultState({ kind: "lock" });
  }

  // ---- the server ---------------------------------------------------------------------------------

  /** Enrols the open vault. `link` as scanned or typed; `label` names the tablet for the office. */
  async enrol(link: string, label: string): Promise<field.EnrolReply> {
    const outcome = await this.#send({ kind: "enrol", link, label });
    return fromBinary(field.EnrolReplySchema, this.#expect(outcome, "bytes").bytes);
  }

  /** One meeting with the server. With two at once the second one is told the outcome of the first. */
  async sync(onProgress?: (progress: SyncProgress) => void): Promise<field.MeetingOutcome> {
    const stop = this.subscribe((event) => {
      if (event.kind === "sync") onProgress?.(event.progress);
    });
    try {
      const outcome = await this.#send({ kind: "sync" });
      return fromBinary(field.MeetingOutcomeSchema, this.#expect(outcome, "bytes").bytes);
    } finally {
      stop();
    }
  }

  async syncState(): Promise<field.SyncStateReply> {
    return this.#read("SyncState", field.SyncStateRequestSchema, {}, field.SyncStateReplySchema);
  }

  // ---- visits and audits --------------------------------------------------------------------------

  async visits(): Promise<field.VisitsReply> {
    return this.#read("Visits", field.VisitsRequestSchema, {}, field.VisitsReplySchema);
  }

  async openAudit(request: Written<typeof field.OpenAuditRequestSchema>): Promise<field.OpenAuditReply> {
    return this.#read("OpenAudit", field.OpenAuditRequestSchema, request, field.OpenAuditReplySchema);
  }

  async start(request: Written<typeof field.StartRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Start", field.StartRequestSchema, request);
  }

  async answer(request: Written<typeof field.AnswerRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Answer", field.AnswerRequestSchema, request);
  }

  async addInstance(request: Written<typeof field.AddInstanceRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("AddInstance", field.AddInstanceRequestSchema, request);
  }

  async removeInstance(request: Written<typeof field.RemoveInstanceRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("RemoveInstance", field.RemoveInstanceRequestSchema, request);
  }

  async note(request: Written<typeof field.NoteRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Note", field.NoteRequestSchema, request);
  }

  async resolve(request: Written<typeof field.ResolveRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Resolve", field.ResolveRequestSchema, request);
  }

  /** Keeps the bytes and attaches them to the field, in one commit. */
  async attach(request: Written<typeof field.AttachRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Attach", field.AttachRequestSchema, request);
  }

  async detach(request: Written<typeof field.DetachRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Detach", field.DetachRequestSchema, request);
  }

  /** The bytes; "not_found" where they were captured on another tablet. */
  async evidence(evidence: Uint8Array): Promise<Uint8Array> {
    const asked = { evidence };
    const reply = await this.#read("Evidence", field.EvidenceRequestSchema, asked, field.EvidenceReplySchema);
    return reply.content;
  }

  async submit(request: Written<typeof field.SubmitRequestSchema>): Promise<field.AuditChanges> {
    return this.#write("Submit", field.SubmitRequestSchema, request);
  }

  /** Ends the worker; calls that wait for it fail. Another tab takes the database over. */
  close(): void {
    this.#worker.terminate();
    const closed = failure("unavailable", "The app was closed.").facts;
    for (const waiting of this.#waiting.values()) waiting.resolve({ kind: "failed", failure: closed });
    this.#waiting.clear();
  }

  // ---- inside -------------------------------------------------------------------------------------

  /** One request id for all attempts, so that a write whose reply was lost is not done twice. */
  async #write<Request extends DescMessage>(
    method: CoreMethod,
    schema: Request,
    written: MessageInitShape<Request> & { audit?: Uint8Array },
  ): Promise<field.AuditChanges> {
    const writes = { audit: written.audit ?? new Uint8Array(), request: crypto.randomUUID() };
    const request = toBinary(schema, create(schema, { ...written, request: writes.request }));
    const outcome = await this.#send({ kind: "call", method, request, writes });
    return fromBinary(field.AuditChangesSchema, this.#expect(outcome, "bytes").bytes);
  }

  async #read<Request extends DescMessage, Reply extends DescMessage>(
    method: CoreMethod,
    requestSchema: Request,
    asked: MessageInitShape<Request>,
    replySchema: Reply,
  ): Promise<MessageShape<Reply>> {
    const request = toBinary(requestSchema, create(requestSchema, asked));
    const outcome = await this.#send({ kind: "call", method, request, writes: undefined });
    return fromBinary(replySchema, this.#expect(outcome, "bytes").bytes);
  }

  async #vaultState(command: Command): Promise<VaultState> {
    return this.#expect(await this.#send(command), "vault").state;
  }

  #send(command: Command): Promise<Outcome> {
    const message: ToWorker = { id: crypto.randomUUID(), command };
    return new Promise((resolve) => {
      this.#waiting.set(message.id, { resolve });
      this.#worker.postMessage(message);
    });
  }

  #expect<Kind extends Outcome["kind"]>(outcome: Outcome, kind: Kind): Extract<Outcome, { kind: Kind }> {
    if (outcome.kind === "failed") throw new FieldFailure(outcome.failure);
    if (outcome.kind !== kind) throw failure("internal", `The worker answered with ${outcome.kind}.`);
    return outcome as Extract<Outcome, { kind: Kind }>;
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case "outcome":
        this.#waiting.get(message.id)?.resolve(message.outcome);
        this.#waiting.delete(message.id);
        return;
      case "event":
        if (message.event.kind === "leadership") this.#leadership = message.event.leadership;
        for (const listener of this.#listeners) listener(message.event);
    }
  }
}
