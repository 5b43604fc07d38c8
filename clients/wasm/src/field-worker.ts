// Runs in one dedicated worker a tab. A Web Lock elects the leader of all tabs; the others hand on what
// their page asks over a BroadcastChannel. When the leader's tab closes, the lock goes to the next one,
// and whoever waits for an outcome asks the new leader.
import { FieldLeader } from "./field-leader.ts";
import { failure } from "./field-failure.ts";
import type { BetweenTabs, Command, FieldEvent, FromWorker, Outcome, ToWorker } from "./field-protocol.ts";

declare const self: DedicatedWorkerGlobalScope;

const lockName = "muster-field";
const channel = new BroadcastChannel(lockName);
/** What this tab's page asked and nobody has answered yet. */
const waiting = new Map<string, Command>();
/** What is being done for any tab. */
const running = new Set<string>();
let leader: FieldLeader | undefined;

const toPage = (message: FromWorker): void => self.postMessage(message);
const toTabs = (message: BetweenTabs): void => channel.postMessage(message);
const emit = (event: FieldEvent): void => toPage({ kind: "event", event });

function settle(id: string, outcome: Outcome): void {
  if (waiting.delete(id)) toPage({ kind: "outcome", id, outcome });
}

/** Does what some tab asked, once, however often it asks. */
async function lead(by: FieldLeader, id: string, command: Command): Promise<void> {
  if (running.has(id)) return;
  running.add(id);
  const outcome = await by.run(command);
  running.delete(id);
  if (waiting.has(id)) settle(id, outcome);
  else toTabs({ kind: "outcome", id, outcome });
}

function ask(id: string, command: Command): void {
  if (leader === undefined) toTabs({ kind: "ask", id, command });
  else void lead(leader, id, command);
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  waiting.set(data.id, data.command);
  ask(data.id, data.command);
};

channel.onmessage = ({ data }: MessageEvent<BetweenTabs>) => {
  switch (data.kind) {
    case "ask":
      if (leader !== undefined) void lead(leader, data.id, data.command);
      return;
    case "outcome":
      settle(data.id, data.outcome);
      return;
    case "event":
      emit(data.event);
      return;
    case "leader":
      for (const [id, command] of waiting) ask(id, command);
  }
};

async function takeOver(module: WebAssembly.Module): Promise<void> {
  leader = await FieldLeader.start(module, (event) => {
    emit(event);
    toTabs({ kind: "event", event });
  });
  emit({ kind: "leadership", leadership: "leader" });
  toTabs({ kind: "leader" });
  for (const [id, command] of waiting) ask(id, command);
}

async function run(): Promise<void> {
  const source = fetch(new URL("../dist/field.wasm", import.meta.url));
  const module = await WebAssembly.compileStreaming(source);
  const forever = new Promise<never>(() => undefined); // the lock is held until the worker ends
  const led = await navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await takeOver(module);
    return forever;
  });
  if (led) return;
  emit({ kind: "leadership", leadership: "follower" });
  await navigator.locks.request(lockName, async () => {
    await takeOver(module);
    return forever;
  });
}

run().catch((problem: unknown) => {
  console.error(problem);
  const facts = failure(
    "unavailable",
    `The app's core cannot start: ${String(problem)}.`,
    "Load the page again; what is stored stays stored.",
  ).facts;
  for (const id of waiting.keys()) settle(id, { kind: "failed", failure: facts });
});
