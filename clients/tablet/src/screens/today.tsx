// The diary: what to do next stands first, and beside it where the work is.
import type { Visit } from "@muster/shared/api/field";
import { VisitStage } from "@muster/shared/api/field";
import { LinkButton } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { Banner } from "@muster/shared/components/status";
import { dayText, lineText, longDayText, momentText, today } from "@muster/shared/format";
import { hrefOf } from "../route.ts";
import { dayIn, diaryOf } from "../state/diary.ts";
import { hexOf } from "../state/field-name.ts";
import { failure, storage, syncState, visits } from "../state/session.ts";
import { newVersion } from "../state/update.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";
import { stageName, StageTag } from "./stage-tag.tsx";

export function Today() {
  const text = words.value;
  const nowMs = Date.now();
  const diary = diaryOf(visits.value, nowMs);
  return (
    <Page title={text.today.title} sub={longDayText(today(nowMs))}>
      {failure.value !== undefined && (
        <Banner tone="not-met" title={failure.value.message} alert>
          {failure.value.hint}
        </Banner>
      )}
      {newVersion.value !== undefined && (
        <Banner tone="info" title={text.you.update}>
          <a href={hrefOf({ screen: "you" })}>{text.you.title}</a>
        </Banner>
      )}
      <div class="two">
        <div>
          {visits.value.length === 0 && (
            <div class="empty">
              <p class="b">{text.today.none}</p>
              <p class="soft">{text.today.noneWhy}</p>
            </div>
          )}
          <List title={text.today.returned} count={text.today.audits} visits={diary.returned} nowMs={nowMs} />
          <List title={text.today.due} count={text.today.visits} visits={diary.due} nowMs={nowMs} first />
          <List title={text.today.upcoming} count={text.today.visits} visits={diary.upcoming} nowMs={nowMs} />
          <List title={text.today.sent} count={text.today.audits} visits={diary.sent} nowMs={nowMs} />
        </div>
        <aside class="stack" aria-label={text.today.safety}>
          <OnlyHere />
          <ReadyOffline />
        </aside>
      </div>
    </Page>
  );
}

// The first visit of the first list is what to do next: it has the one primary button.
function List(props: {
  title: string;
  count: (n: number) => string;
  visits: readonly Visit[];
  nowMs: number;
  first?: boolean;
}) {
  if (props.visits.length === 0) return null;
  return (
    <section aria-label={props.title}>
      <div class="list-h">
        <h2>{props.title}</h2>
        <span class="muted small">{props.count(props.visits.length)}</span>
      </div>
      <ul class="visits">
        {props.visits.map((visit, i) => (
          <li key={visit.ref}>
            {props.first && i === 0 ? (
              <NextVisit visit={visit} nowMs={props.nowMs} />
            ) : (
              <VisitRow visit={visit} nowMs={props.nowMs} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function NextVisit(props: { visit: Visit; nowMs: number }) {
  const text = words.value.today;
  const { visit } = props;
  const audit = hexOf(visit.audit);
  const draft = visit.stage === VisitStage.DRAFT;
  const to = draft ? hrefOf({ screen: "audit", audit, section: 0, field: "" }) : hrefOf({ screen: "brief", audit });
  return (
    <div class="visit next-visit">
      <VisitFacts visit={visit} nowMs={props.nowMs} />
      <span class="next">
        <LinkButton look="primary" href={to}>
          {draft ? text.continue : text.open}
          <span class="sr">: {visit.location}</span>
        </LinkButton>
      </span>
    </div>
  );
}

function VisitRow(props: { visit: Visit; nowMs: number }) {
  const { visit } = props;
  return (
    <a class="visit" href={hrefOf({ screen: "brief", audit: hexOf(visit.audit) })}>
      <VisitFacts visit={visit} nowMs={props.nowMs} />
      <span class="next">
        <StageTag visit={visit} />
      </span>
    </a>
  );
}

function VisitFacts(props: { visit: Visit; nowMs: number }) {
  const { visit } = props;
  const text = words.value.today;
  const doing = [lineText(visit.channel), visit.checklistTitle].filter(Boolean).join(" · ");
  const progress = visit.stage === VisitStage.DRAFT ? ` · ${text.answered(visit.answered, visit.asked)}` : "";
  return (
    <>
      <span class="when">
        <When visit={visit} nowMs={props.nowMs} />
      </span>
      <span class="what">
        {[visit.location, visit.region].filter(Boolean).join(", ")}
        <small>
          {doing}
          {progress}
        </small>
      </span>
    </>
  );
}

// The day that matters next: when it begins, when it ends, or that it has ended.
function When(props: { visit: Visit; nowMs: number }) {
  const text = words.value.today;
  const { visit } = props;
  const day = dayIn(visit.zone, props.nowMs);
  if (visit.windowStart > day) {
    return (
      <>
        {dayText(visit.windowStart)}
        <small>{text.until(dayText(visit.windowEnd))}</small>
      </>
    );
  }
  const last = visit.windowEnd === day;
  return (
    <>
      {last ? text.title : dayText(visit.windowEnd)}
      <small>{visit.windowEnd < day ? text.ended : text.lastDay}</small>
    </>
  );
}

function OnlyHere() {
  const text = words.value;
  const waiting = syncState.value?.waiting ?? [];
  return (
    <section class="card">
      <header>
        <h2>{text.today.onlyHere}</h2>
      </header>
      {waiting.length === 0 ? (
        <p class="small soft">{text.today.allThere}</p>
      ) : (
        <>
          <ul class="facts">
            {waiting.map((visit) => (
              <li key={visit.ref}>
                <Icon name="clipboard-check" />
                <span>
                  {visit.location} · {text.stage[stageName(visit.stage)]}
                </span>
                <span class="soft">
                  {text.today.entries(Number((visit.safety?.ops ?? 0n) - (visit.safety?.opsOnServer ?? 0n)))}
                </span>
              </li>
            ))}
          </ul>
          <p class="small soft">{text.today.onlyHereWhy}</p>
        </>
      )}
    </section>
  );
}

function ReadyOffline() {
  const text = words.value.today;
  const all = visits.value;
  const ready = all.filter((visit) => visit.readyOffline).length;
  const last = Number(syncState.value?.lastMeetingUtcMs ?? 0n);
  const kept = storage.value?.persistent;
  return (
    <section class="card">
      <header>
        <h2>{text.offline}</h2>
      </header>
      <ul class="facts">
        <li>
          <Icon name="check" tone={ready === all.length ? "met" : ""} />
          <span>{text.visitsReady}</span>
          <span class="soft">{text.of(ready, all.length)}</span>
        </li>
        {kept !== undefined && (
          <li>
            <Icon name={kept ? "shield-check" : "triangle-alert"} tone={kept ? "" : "concern"} />
            <span>{kept ? text.kept : text.notKept}</span>
          </li>
        )}
      </ul>
      <p class="note">{last > 0 ? text.lastMeeting(momentText(last)) : text.noMeeting}</p>
    </section>
  );
}
