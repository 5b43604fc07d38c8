// Answering: a section a page on a tablet, a question a page on a phone. Every tap is saved at once.
import { useEffect } from "preact/hooks";
import { Button, IconLink, LinkButton } from "@muster/shared/components/button";
import { Banner } from "@muster/shared/components/status";
import { dayText, lineText, momentText } from "@muster/shared/format";
import { said } from "@muster/shared/language";
import { VisitStage } from "@muster/shared/api/field";
import { isSeen, questionsIn } from "../state/layout.ts";
import { Items, OneItem } from "../questions/items.tsx";
import { goInstead, hrefOf, type Route } from "../route.ts";
import type { OpenAudit } from "../state/open-audit.ts";
import { type Step, stepOf, stepsOf } from "../state/steps.ts";
import { isNarrow } from "../state/width.ts";
import { words } from "../words/words.ts";
import { Bar } from "./frame.tsx";
import { SavedSign } from "./saved-sign.tsx";
import { SectionRail } from "./section-rail.tsx";
import { SyncPill } from "./sync-pill.tsx";
import { WithAudit } from "./with-audit.tsx";

type Here = Extract<Route, { screen: "audit" }>;

export function Audit(props: { here: Here }) {
  return (
    <WithAudit audit={props.here.audit}>
      {(open) =>
        isNarrow.value ? <OneQuestion open={open} here={props.here} /> : <OneSection open={open} here={props.here} />
      }
    </WithAudit>
  );
}

function AuditBar(props: { open: OpenAudit; here: Here }) {
  const text = words.value.audit;
  const visit = props.open.visit.value;
  const doing = [lineText(visit?.channel ?? ""), visit === undefined ? "" : text.window(dayText(visit.windowEnd))]
    .filter(Boolean)
    .join(" · ");
  const discreet = hrefOf({ screen: "discreet", audit: props.here.audit });
  return (
    <Bar
      title={visit?.location ?? ""}
      sub={doing}
      before={<IconLink look="quiet" icon="arrow-left" name={text.back} href={hrefOf({ screen: "today" })} />}
    >
      <LinkButton class="hide-s" icon="eye-off" href={discreet}>
        {text.discreet}
      </LinkButton>
      <IconLink class="only-s" icon="eye-off" name={text.discreetMode} href={discreet} />
      <span class="hide-s">
        <SyncPill />
      </span>
    </Bar>
  );
}

function Foot(props: { open: OpenAudit; children: preact.ComponentChildren }) {
  const text = words.value.audit;
  return (
    <footer class="foot">
      <div class="foot-state">
        <SavedSign saved={props.open.saved.value} />
        {props.open.canUndo.value && (
          <Button look="quiet" icon="undo-2" onPress={() => props.open.undo()}>
            {text.undo}
          </Button>
        )}
      </div>
      <span class="grow hide-s" />
      {props.children}
    </footer>
  );
}

function CameBack(props: { open: OpenAudit }) {
  const text = words.value.audit;
  const stage = props.open.visit.value?.stage;
  if (stage === VisitStage.SUBMITTED) return <Banner tone="info" title={text.submitted} />;
  if (stage !== VisitStage.RETURNED) return null;
  const due = props.open.returnDueUtcMs;
  return (
    <Banner tone="concern" title={text.returned}>
      {props.open.returned} {due > 0 && text.returnedBy(momentText(due))}
    </Banner>
  );
}

function OneSection(props: { open: OpenAudit; here: Here }) {
  const { open, here } = props;
  const text = words.value.audit;
  const sections = open.sections.value;
  const relevant = open.checklist.sections.map((_, i) => i).filter((i) => sections[i]?.relevant ?? true);
  const at = relevant.includes(here.section) ? here.section : (relevant[0] ?? 0);
  const section = open.checklist.sections[at];
  const items = open.layout.value[at] ?? [];
  const next = relevant.find((i) => i > at);
  const before = relevant.findLast((i) => i < at);
  useShow(here, `${here.audit} ${at}`);
  const to = (number: number) => hrefOf({ screen: "audit", audit: here.audit, section: number, field: "" });
  const title = said(section?.title, open.language);
  const asked = [...questionsIn(items)].some((item) => isSeen(item.question) && open.isRelevant(item.name));
  return (
    <div class="app audit">
      <AuditBar open={open} here={here} />
      <SectionRail open={open} audit={here.audit} at={at} />
      <main>
        <div class="qs">
          <CameBack open={open} />
          <h2 id="section-title" tabIndex={-1} lang={title.language}>
            {title.text}
          </h2>
          <Items open={open} items={items} />
          {!asked && <p class="soft">{text.nothingHere}</p>}
        </div>
      </main>
      <Foot open={open}>
        {before !== undefined && <LinkButton href={to(before)}>{text.previous}</LinkButton>}
        {next === undefined ? (
          <LinkButton look="primary" href={hrefOf({ screen: "check", audit: here.audit })}>
            {text.check}
          </LinkButton>
        ) : (
          <LinkButton look="primary" href={to(next)}>
            {text.nextSection}
          </LinkButton>
        )}
      </Foot>
    </div>
  );
}

function OneQuestion(props: { open: OpenAudit; here: Here }) {
  const { open, here } = props;
  const text = words.value.audit;
  const steps = stepsOf(open);
  const at = Math.max(0, here.field === "" ? firstOfSection(steps, here.section) : stepOf(steps, here.field));
  const step = steps[at];
  useShow(here, `${here.audit} ${step?.name ?? ""}`);
  const to = (other: Step): Route => ({
    screen: "audit",
    audit: here.audit,
    section: other.section,
    field: other.name,
  });
  const next = steps[at + 1];
  const before = steps[at - 1];
  const title = said(open.checklist.sections[step?.section ?? 0]?.title, open.language);
  return (
    <div class="app audit one">
      <AuditBar open={open} here={here} />
      <main>
        <div class="qs">
          <CameBack open={open} />
          <h2 class="sr" lang={title.language}>
            {title.text}
          </h2>
          {step === undefined ? (
            <p class="soft">{text.nothingHere}</p>
          ) : (
            <OneItem key={step.name} open={open} item={step.item} section={title.text} />
          )}
        </div>
      </main>
      <Foot open={open}>
        {before === undefined ? (
          <LinkButton href={hrefOf({ screen: "today" })}>{text.previous}</LinkButton>
        ) : (
          <Button onPress={() => goInstead(to(before))}>{text.previous}</Button>
        )}
        {next === undefined ? (
          <LinkButton look="primary" href={hrefOf({ screen: "check", audit: here.audit })}>
            {text.check}
          </LinkButton>
        ) : (
          <Button look="primary" onPress={() => goInstead(to(next))}>
            {text.next}
          </Button>
        )}
      </Foot>
    </div>
  );
}

function firstOfSection(steps: readonly Step[], section: number): number {
  return steps.findIndex((step) => step.section >= section);
}

// Puts the keyboard, and the eye, on what the address names; a screen reader reads it.
function useShow(here: Here, place: string): void {
  useEffect(() => {
    const field = here.field === "" ? null : document.getElementById(`q-${here.field}`);
    const shown = field?.querySelector<HTMLElement>("legend") ?? field ?? document.getElementById("section-title");
    const first = shown ?? document.querySelector<HTMLElement>(".qs legend");
    if (field === null) scrollTo(0, 0);
    else field.scrollIntoView({ block: "start" });
    first?.focus({ preventScroll: true });
  }, [place, here.field]);
}
