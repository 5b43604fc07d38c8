// What page, workers and tabs say to each other. Plain data: it is cloned on its way.
import type { FailureFacts } from "./field-failure.ts";

/** One person's database on this tablet. */
export type Vault = {
  readonly id: string;
  /** Empty until somebody has enrolled in it. */
  readonly person: string;
  readonly organisation: string;
  readonly needsPasscode: boolean;
};

export type VaultState =
  /** No vault is open; where `vaults` is empty, nobody has enrolled on this tablet yet. */
  | { readonly kind: "locked"; readonly vaults: readonly Vault[] }
  | { readonly kind: "open"; readonly vault: Vault; readonly vaults: readonly Vault[] }
  /** A database cannot be read. It is kept as it is, in the folder `kept`, and opened no more. */
  | { readonly kind: "set_aside"; readonly kept: string; readonly vaults: readonly Vault[] };

/** "leader": this tab's worker holds the database. "follower": another tab's does, and calls go there. */
export type Leadership = "starting" | "leader" | "follower";

export type StorageState = {
  /** Whether the browser promised not to clear what is stored when room runs low. */
  readonly persistent: boolean;
  /** Bytes, as the browser estimates them. */
  readonly used: number;
  readonly quota: number;
};

export type SyncProgress = {
  /** 0 to 1. */
  readonly share: number;
  /** For a person: "Sending 12 of 67 audits". */
  readonly purpose: string;
};

/** What may have changed, whichever tab did it. */
export type FieldEvent =
  | { readonly kind: "vault"; readonly state: VaultState }
  | { readonly kind: "leadership"; readonly leadership: Leadership }
  | { readonly kind: "storage"; readonly storage: StorageState }
  /** An audit was written to: what is shown of it, and of its visit, is to be asked for again. */
  | ({ readonly kind: "audit" } & Writing)
  /** Any visit may be another one, after a meeting with the server. */
  | { readonly kind: "visits" }
  | { readonly kind: "sync"; readonly progress: SyncProgress };

/** What a call writes to, and the id by which it is done once. */
export type Writing = { readonly audit: Uint8Array; readonly request: string };

/** The core's methods that a page may call; enrolment and meetings are led by the worker. */
export type CoreMethod =
  | "Visits"
  | "Start"
  | "OpenAudit"
  | "Answer"
  | "AddInstance"
  | "RemoveInstance"
  | "Note"
  | "Resolve"
  | "Attach"
  | "Detach"
  | "Evidence"
  | "Submit"
  | "SyncState";

export type Command =
  | {
      readonly kind: "call";
      readonly method: CoreMethod;
      readonly request: Uint8Array;
      readonly writes: Writing | undefined;
    }
  | { readonly kind: "vaults" }
  | { readonly kind: "create_vault"; readonly passcode: string }
  | { readonly kind: "open_vault"; readonly vault: string; readonly passcode: string }
  | { readonly kind: "lock" }
  | { readonly kind: "enrol"; readonly link: string; readonly label: string }
  | { readonly kind: "sync" }
  | { readonly kind: "storage" };

/** What a command gives: bytes of a reply, or the state that it asked for. */
export type Outcome =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "vault"; readonly state: VaultState }
  | { readonly kind: "storage"; readonly storage: StorageState }
  | { readonly kind: "failed"; readonly failure: FailureFacts };

/** From page to worker and back. `id` pairs them; it is unique over all tabs. */
export type ToWorker = { readonly id: string; readonly command: Command };
export type FromWorker =
  | { readonly kind: "outcome"; readonly id: string; readonly outcome: Outcome }
  | { readonly kind: "event"; readonly event: FieldEvent };

/** Between the workers of all tabs. */
export type BetweenTabs =
  | { readonly kind: "ask"; readonly id: string; readonly command: Command }
  | { readonly kind: "outcome"; readonly id: string; readonly outcome: Outcome }
  | { readonly kind: "event"; readonly event: FieldEvent }
  /** A worker took over: who waits for an outcome asks again. */
  | { readonly kind: "leader" };
