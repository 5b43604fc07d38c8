// Which audit is open. It stays open from Audit to Check and back, and closes when another one opens.
import { effect, signal } from "@preact/signals";
import { language } from "@muster/shared/language";
import { type Failure, failureOf } from "./failure.ts";
import { bytesOf, hexOf } from "./field-name.ts";
import { OpenAudit } from "./open-audit.ts";
import { fieldClient, vault } from "./session.ts";

export type Current =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly audit: string }
  | { readonly kind: "open"; readonly audit: string; readonly open: OpenAudit }
  | { readonly kind: "failed"; readonly audit: string; readonly failure: Failure };

export const current = signal<Current>({ kind: "none" });

// By the audit's id in hex. Opened anew in another language.
export async function openAudit(audit: string): Promise<OpenAudit | undefined> {
  const now = current.peek();
  if (now.kind === "open" && now.audit === audit && now.open.wanted === language.peek()) return now.open;
  close();
  current.value = { kind: "opening", audit };
  try {
    const id = bytesOf(audit);
    const wanted = language.peek();
    const reply = await fieldClient().openAudit({ audit: id, language: wanted });
    const open = new OpenAudit(fieldClient(), id, wanted, reply);
    if (current.peek().kind === "opening") current.value = { kind: "open", audit, open };
    return open;
  } catch (error) {
    current.value = { kind: "failed", audit, failure: failureOf(error) };
    return undefined;
  }
}

function close(): void {
  const now = current.peek();
  if (now.kind === "open") now.open.close();
  current.value = { kind: "none" };
}

// Once, when the page starts: what others write is shown, and a locked vault shows nothing.
export function followAudits(): void {
  fieldClient().subscribe((event) => {
    const now = current.peek();
    if (now.kind !== "open") return;
    if (event.kind === "visits" || (event.kind === "audit" && hexOf(event.audit) === now.audit)) void now.open.heard();
  });
  effect(() => {
    if (vault.value?.kind !== "open") close();
  });
}
