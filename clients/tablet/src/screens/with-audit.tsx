// Screens of one audit: it is opened when the screen is shown.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { language } from "@muster/shared/language";
import { current, openAudit } from "../state/current-audit.ts";
import type { OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";
import { Gone } from "./gone.tsx";

export function WithAudit(props: { audit: string; children: (open: OpenAudit) => ComponentChildren }) {
  const wanted = language.value;
  useEffect(() => {
    void openAudit(props.audit);
  }, [props.audit, wanted]);
  const now = current.value;
  if (now.kind === "open" && now.audit === props.audit) return <>{props.children(now.open)}</>;
  if (now.kind === "failed" && now.audit === props.audit) {
    return <Gone message={now.failure.message} hint={now.failure.hint} />;
  }
  return <p class="waiting">{words.value.failure.starting}</p>;
}
