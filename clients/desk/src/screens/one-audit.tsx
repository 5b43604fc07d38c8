// One audit: answers with their values and who gave them, why the score is what it is, what happened, and the
// decision. Keyboard first: J and K go through the answers, C comments, A accepts, R returns.
import { useEffect, useState } from "preact/hooks";
import type { GetAuditReply } from "@muster/shared/api/review";
import { ReviewService } from "@muster/shared/api/review";
import { momentText } from "@muster/shared/format";
import { call } from "../api.ts";
import { stageWord } from "../parts/finding.ts";
import { bytesOf } from "../parts/ids.ts";
import { Page, Ready } from "../parts/page.tsx";
import { to } from "../route.ts";
import { useLoaded } from "../state/loaded.ts";
import { mayReview } from "../state/session.ts";
import { words } from "../words/words.ts";
import { AnswerList } from "./one-audit/answer-list.tsx";
import { DecisionBar } from "./one-audit/decision-bar.tsx";
import { Findings, ScoreCard, Timeline } from "./one-audit/side.tsx";

export type Comments = ReadonlyMap<string, string>; // text by question's field, as hex

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches("input, textarea, select");

// The next or previous answer gets the focus.
function step(by: 1 | -1): void {
  const answers = [...document.querySelectorAll<HTMLElement>("li.ans")];
  const at = answers.findIndex((each) => each.contains(document.activeElement));
  const next = answers[at === -1 ? 0 : Math.min(Math.max(at + by, 0), answers.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "j") step(1);
      else if (key === "k") step(-1);
      else document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.click();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

function Content(props: { audit: GetAuditReply; reload: () => void }) {
  const { audit } = props;
  const [comments, setComments] = useState<Comments>(new Map());
  useKeys();
  const say = words.value.audit;
  const held = audit.stage === "submitted" ? say.held : "";
  const begun = audit.begunUtcMs > 0 ? momentText(Number(audit.begunUtcMs)) : "";
  return (
    <Page
      title={`${audit.location} · ${audit.channel}, ${audit.scenario}`}
      above={
        <p class="small muted">
          <a href={to("audits")}>{words.value.pages.audits}</a> / {audit.visit} · {stageWord(audit.stage)}
        </p>
      }
      sub={say.sub([audit.shopper, begun, `${words.value.wave} ${audit.wave}`, audit.checklist, held])}
    >
      <DecisionBar audit={audit} comments={comments} may={mayReview()} decided={props.reload} />
      <div class="grid">
        <AnswerList audit={audit} comments={comments} setComments={setComments} may={mayReview()} />
        <div class="stack c4">
          <ScoreCard audit={audit} />
          <Findings audit={audit} />
          <Timeline audit={audit} />
          <p class="note">{say.notAlone}</p>
        </div>
      </div>
    </Page>
  );
}

export function OneAudit(props: { id: string }) {
  const [version, setVersion] = useState(0);
  const audit = useLoaded(`${props.id} ${version}`, () =>
    call(ReviewService.method.getAudit, { audit: bytesOf(props.id) }),
  );
  if (audit.state !== "ready") {
    return (
      <Page title={words.value.pages.audits}>
        <Ready of={audit}>{() => null}</Ready>
      </Page>
    );
  }
  return <Content key={version} audit={audit.value} reload={() => setVersion(version + 1)} />;
}
