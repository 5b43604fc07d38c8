// The typed client alone, with what tests ask of it in one place: no screens.
import { FieldClient } from "../../src/field-client.ts";
import { FieldFailure } from "../../src/field-failure.ts";

const worker =
  location.search === "?falling"
    ? new Worker(new URL("./falling-worker.ts", import.meta.url), { type: "module" })
    : new Worker(new URL("../../src/field-worker.ts", import.meta.url), { type: "module" });
const client = new FieldClient(worker);

/** Ids cross to the tests as hexadecimal. */
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function told<Value>(action: Promise<Value>): Promise<Value | { failed: string; message: string }> {
  try {
    return await action;
  } catch (problem) {
    if (problem instanceof FieldFailure) return { failed: problem.code, message: problem.message };
    throw problem;
  }
}

const text = (audit: string, question: string, value: string) => ({
  audit: bytesOf(audit),
  answers: [
    { field: { question }, answer: { state: { case: "value" as const, value: { value: { case: "text" as const, value } } } } },
  ],
});

const page = {
  leadership: () => client.leadership,
  vaults: () => told(client.vaults()),
  createVault: (passcode: string) => told(client.createVault(passcode)),
  openVault: (vault: string, passcode: string) => told(client.openVault(vault, passcode)),
  lock: () => told(client.lock()),
  enrol: async (link: string) => {
    const reply = await told(client.enrol(link, "Test"));
    return "failed" in reply ? reply : { person: reply.profile?.personName ?? "" };
  },
  sync: async () => {
    const outcome = await told(client.sync());
    return "failed" in outcome ? outcome : { complete: outcome.complete };
  },
  visits: async () => {
    const reply = await told(client.visits());
    if ("failed" in reply) return reply;
    return reply.visits.map(({ audit, ref, answered, safety }) => ({
      audit: hexOf(audit),
      ref,
      answered,
      opsOnlyHere: Number(safety?.ops ?? 0n) - Number(safety?.opsOnServer ?? 0n),
    }));
  },
  answer: async (audit: string, question: string, value: string) => {
    const reply = await told(client.answer(text(audit, question, value)));
    return "failed" in reply ? reply : { saved: Number(reply.savedUtcMs) };
  },
  shown: async (audit: string, question: string) => {
    const reply = await told(client.openAudit({ audit: bytesOf(audit), language: "en" }));
    if ("failed" in reply) return reply.message;
    return reply.fields.find((field) => field.field?.question === question)?.shown ?? "no such field";
  },
  /** Answers without end; each is told to the server of the test only when it is durable. */
  stream: async (audit: string, question: string, first: number) => {
    for (let number = first; ; ++number) {
      await client.answer(text(audit, question, `tap ${number}`));
      console.log(`acknowledged ${number}`);
    }
  },
  /** Milliseconds from the tap until it is durable, ascending. */
  taps: async (audit: string, question: string, count: number) => {
    const taken: number[] = [];
    for (let number = 0; number < count; ++number) {
      const begun = performance.now();
      await client.answer(text(audit, question, `measured ${number}`));
      taken.push(performance.now() - begun);
    }
    return taken.sort((a, b) => a - b);
  },
  storage: () => client.storage(),
};

export type Page = typeof page;

declare global {
  interface Window {
    field: Page;
  }
}

window.field = page;
