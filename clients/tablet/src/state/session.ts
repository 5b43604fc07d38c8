// What every screen may show: whose vault is open, the visits in it, where their data is, the network and
// the meeting with the server. Everything comes from the core; a screen reads the signals and calls the
// functions. One session a page.
import { signal } from "@preact/signals";
import type { EnrolReply, MeetingOutcome, SyncStateReply, Visit } from "@muster/shared/api/field";
import type { FieldClient } from "@muster/wasm/field-client";
import type { FieldEvent, StorageState, VaultState } from "@muster/wasm/field-protocol";
import { type Failure, failureOf } from "./failure.ts";

export type Meeting =
  | { readonly kind: "none" }
  | { readonly kind: "under-way"; readonly share: number; readonly purpose: string }
  | { readonly kind: "over"; readonly outcome: MeetingOutcome }
  | { readonly kind: "failed"; readonly failure: Failure };

export const vault = signal<VaultState | undefined>(undefined); // undefined: not known yet
export const visits = signal<readonly Visit[]>([]);
export const syncState = signal<SyncStateReply | undefined>(undefined);
export const storage = signal<StorageState | undefined>(undefined);
export const online = signal(true);
export const meeting = signal<Meeting>({ kind: "none" });
export const failure = signal<Failure | undefined>(undefined); // of the session itself

// After the last write, so that a person who taps on is not slowed.
const quietMsBeforeMeeting = 20_000;
const msBetweenAttempts = 60_000;

let client: FieldClient | undefined;

export function fieldClient(): FieldClient {
  if (client === undefined) throw new Error("The session has not begun.");
  return client;
}

// Once, when the page starts.
export async function begin(with_: FieldClient): Promise<void> {
  client = with_;
  client.subscribe(hear);
  online.value = navigator.onLine;
  addEventListener("online", () => {
    online.value = true;
    void meet();
  });
  addEventListener("offline", () => {
    online.value = false;
  });
  await attempt(async () => {
    vault.value = await fieldClient().vaults();
    await refresh();
  });
  void meet();
}

export async function refresh(): Promise<void> {
  if (vault.value?.kind !== "open") {
    visits.value = [];
    syncState.value = undefined;
    return;
  }
  await attempt(async () => {
    visits.value = (await fieldClient().visits()).visits;
    syncState.value = await fieldClient().syncState();
  });
}

export async function refreshStorage(): Promise<void> {
  await attempt(async () => {
    storage.value = await fieldClient().storage();
  });
}

// What follows leads to another vault, so nothing of the one before is shown any more.
export async function changeVault(change: (client: FieldClient) => Promise<VaultState>): Promise<Failure | undefined> {
  try {
    vault.value = await change(fieldClient());
    meeting.value = { kind: "none" };
    await refresh();
    void meet();
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

export type Enrolled =
  { readonly kind: "enrolled"; readonly reply: EnrolReply } | { readonly kind: "failed"; readonly failure: Failure };

// An empty vault that an earlier attempt left open is used again.
export async function enrol(link: string, label: string, passcode: string): Promise<Enrolled> {
  try {
    const state = vault.value;
    const empty =
      state?.kind === "open" && state.vault.person === "" && state.vault.needsPasscode === (passcode !== "");
    if (!empty) vault.value = await fieldClient().createVault(passcode);
    const reply = await fieldClient().enrol(link, label);
    vault.value = await fieldClient().vaults();
    await refresh();
    void meet();
    return { kind: "enrolled", reply };
  } catch (error) {
    return { kind: "failed", failure: failureOf(error) };
  }
}

export function isEnrolled(): boolean {
  return vault.value?.kind === "open" && vault.value.vault.person !== "";
}

// One meeting; called at once where a person asks for it, and by itself when there is a network.
export async function meet(): Promise<void> {
  if (!isEnrolled() || meeting.value.kind === "under-way") return;
  meeting.value = { kind: "under-way", share: 0, purpose: "" };
  try {
    const outcome = await fieldClient().sync(({ share, purpose }) => {
      meeting.value = { kind: "under-way", share, purpose };
    });
    meeting.value = { kind: "over", outcome };
    online.value = true;
  } catch (error) {
    const what = failureOf(error);
    if (what.code === "unavailable") online.value = navigator.onLine && online.value;
    meeting.value = { kind: "failed", failure: what };
  }
  await refresh();
  meetLater(msBetweenAttempts);
}

let timer: ReturnType<typeof setTimeout> | undefined;

// In a while, if something waits then.
export function meetLater(inMs = quietMsBeforeMeeting): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const waiting = (syncState.value?.opsOnlyHere ?? 0n) > 0n;
    if (navigator.onLine && waiting) void meet();
  }, inMs);
}

function hear(event: FieldEvent): void {
  switch (event.kind) {
    case "vault":
      vault.value = event.state;
      void refresh();
      return;
    case "storage":
      storage.value = event.storage;
      return;
    case "audit":
      refreshSoon();
      return;
    case "visits":
      void refresh();
      return;
    case "sync":
      if (meeting.value.kind !== "under-way") return;
      meeting.value = { kind: "under-way", share: event.progress.share, purpose: event.progress.purpose };
      return;
    case "leadership":
      return;
  }
}

let refreshing: ReturnType<typeof setTimeout> | undefined;

// Many answers follow each other; the diary is asked for once.
function refreshSoon(): void {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    void refresh();
    meetLater();
  }, 500);
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    failure.value = undefined;
  } catch (error) {
    failure.value = failureOf(error);
  }
}
