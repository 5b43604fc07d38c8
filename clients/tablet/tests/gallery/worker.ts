// Stands where the worker with the core would, and answers with what gallery/diary.ts and gallery/audit.ts
// hold. An answer is repeated as it came.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import * as field from "@muster/shared/api/field";
import type { Command, Outcome, ToWorker, Vault, VaultState } from "@muster/wasm/field-protocol";
import { openedAudit, repeated } from "./audit.ts";
import { diary, syncStateOf } from "./diary.ts";

const anna: Vault = { id: "v1", person: "Anna Hughes", organisation: "Northwind Retail", needsPasscode: false };
const ben: Vault = { id: "v2", person: "Ben Okafor", organisation: "Northwind Retail", needsPasscode: true };

export class GalleryWorker extends EventTarget implements Worker {
  onmessage: Worker["onmessage"] = null;
  onmessageerror: Worker["onmessageerror"] = null;
  onerror: Worker["onerror"] = null;
  readonly #state: string;

  constructor(state: string) {
    super();
    this.#state = state;
  }

  terminate(): void {}

  postMessage(message: ToWorker): void {
    const outcome = this.#outcome(message.command);
    if (outcome === undefined) return; // this meeting takes for ever
    const data = { kind: "outcome", id: message.id, outcome };
    queueMicrotask(() => this.onmessage?.call(this, new MessageEvent("message", { data })));
  }

  #outcome(command: Command): Outcome | undefined {
    switch (command.kind) {
      case "call":
        return this.#call(command.method, command.request);
      case "vaults":
      case "create_vault":
      case "open_vault":
      case "lock":
        return { kind: "vault", state: this.#vault() };
      case "storage":
        return {
          kind: "storage",
          storage: {
            persistent: this.#state !== "full",
            used: 41_200_000,
            quota: this.#state === "full" ? 43_000_000 : 2_100_000_000,
          },
        };
      case "enrol":
        return failed("unauthenticated", "The code was used already.", "Ask the office for a new one.");
      case "sync":
        if (this.#state === "sending") return undefined;
        return failed("unavailable", "The server cannot be reached.", "Check the network.");
    }
  }

  #vault(): VaultState {
    if (this.#state === "new") return { kind: "locked", vaults: [] };
    if (this.#state === "locked") return { kind: "locked", vaults: [anna, ben] };
    if (this.#state === "aside") return { kind: "set_aside", kept: "muster.db.2026-09-17", vaults: [ben] };
    return { kind: "open", vault: anna, vaults: [anna, ben] };
  }

  #call(method: string, request: Uint8Array): Outcome {
    switch (method) {
      case "Visits":
        return bytes(toBinary(field.VisitsReplySchema, diary(this.#state)));
      case "SyncState":
        return bytes(toBinary(field.SyncStateReplySchema, syncStateOf(this.#state)));
      case "OpenAudit": {
        const { audit, language } = fromBinary(field.OpenAuditRequestSchema, request);
        return bytes(toBinary(field.OpenAuditReplySchema, openedAudit(audit, language)));
      }
      case "Answer":
        if (this.#state === "full") return failed("resource_exhausted", "The disk is full.", "");
        return bytes(toBinary(field.AuditChangesSchema, repeated(fromBinary(field.AnswerRequestSchema, request))));
      default:
        return failed("unsupported", "The gallery knows no such call.", "");
    }
  }
}

const bytes = (reply: Uint8Array): Outcome => ({ kind: "bytes", bytes: reply });
const failed = (code: string, message: string, hint: string): Outcome => ({
  kind: "failed",
  failure: { code, message, hint },
});
