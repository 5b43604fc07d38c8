// What is where, item by item. Nothing here is set by hand: it is what the server said with its signature.
import type { Visit } from "@muster/shared/api/field";
import { Button } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { Banner, SafetyTrack, type Step, Tag } from "@muster/shared/components/status";
import { meet, meeting, online, syncState, visits } from "../state/session.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";
import { stageName } from "./stage-tag.tsx";

export function Sync() {
  const text = words.value.sync;
  const written = visits.value.filter((visit) => entries(visit) > 0);
  const here = written.filter((visit) => entriesHere(visit) > 0);
  const there = written.filter((visit) => entriesHere(visit) === 0);
  return (
    <Page title={text.title} sub={text.sub}>
      <Notices here={here.length} />
      <div class="two flip">
        <aside class="stack" aria-label={text.send}>
          <Send here={here.length} />
        </aside>
        <div>
          {written.length === 0 && (
            <div class="empty">
              <p class="b">{text.noItems}</p>
            </div>
          )}
          <ItemList title={text.onlyHere} visits={here} />
          <ItemList title={text.onServer} visits={there} />
        </div>
      </div>
    </Page>
  );
}

const entries = (visit: Visit): number => Number(visit.safety?.ops ?? 0n);
const entriesHere = (visit: Visit): number => entries(visit) - Number(visit.safety?.opsOnServer ?? 0n);

function Notices(props: { here: number }) {
  const text = words.value.sync;
  const state = syncState.value;
  const now = meeting.value;
  const remarks = now.kind === "over" ? now.outcome.remarks : [];
  const held = state?.heldBack ?? [];
  return (
    <div class="stack notices">
      {state?.revoked && (
        <Banner tone="not-met" title={text.revoked}>
          {text.revokedWhy(props.here)}
        </Banner>
      )}
      {now.kind === "failed" && (
        <Banner tone="concern" title={text.failed}>
          {now.failure.message} {now.failure.hint} {text.failedWhy}
        </Banner>
      )}
      {remarks.length > 0 && <Listed title={text.remarks} lines={remarks} />}
      {held.length > 0 && <Listed title={text.heldBack} lines={[...held, text.heldBackWhy]} />}
      {state !== undefined && state.renewed !== "" && <Banner tone="info" title={state.renewed} />}
    </div>
  );
}

function Listed(props: { title: string; lines: readonly string[] }) {
  return (
    <Banner tone="info" title={props.title}>
      <ul>
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Banner>
  );
}

function Send(props: { here: number }) {
  const text = words.value.sync;
  const now = meeting.value;
  const sending = now.kind === "under-way";
  return (
    <section class="card">
      {props.here === 0 ? (
        <p class="soft">{text.nothing}</p>
      ) : (
        <>
          <p class="big">{text.items(props.here)}</p>
          <p class="soft">{text.areOnlyHere(props.here)}</p>
        </>
      )}
      <hr class="rule" />
      <Button look="primary" block icon="refresh-cw" busy={sending} onPress={() => void meet()}>
        {sending ? text.sending(Math.floor(now.share * 100)) : props.here === 0 ? text.ask : text.send}
      </Button>
      <p class="note" role="status">
        {sending ? now.purpose : ""}
      </p>
    </section>
  );
}

function ItemList(props: { title: string; visits: readonly Visit[] }) {
  const text = words.value.sync;
  if (props.visits.length === 0) return null;
  return (
    <section aria-label={props.title}>
      <div class="list-h">
        <h2>{props.title}</h2>
        <span class="muted small">{text.items(props.visits.length)}</span>
      </div>
      <ul class="visits">
        {props.visits.map((visit) => (
          <ItemOf key={visit.ref} visit={visit} />
        ))}
      </ul>
    </section>
  );
}

function ItemOf(props: { visit: Visit }) {
  const text = words.value;
  const { visit } = props;
  const here = entriesHere(visit);
  const all = entries(visit);
  return (
    <li class="item">
      <Icon name="clipboard-check" />
      <div>
        <p class="b2">
          {visit.location} · {text.stage[stageName(visit.stage)]}
        </p>
        <p class="small soft">{here > 0 ? text.sync.entriesLeft(here, all) : text.sync.entries(all)}</p>
      </div>
      <div class="end">
        <WhereTag visit={visit} />
      </div>
      <SafetyTrack steps={trackOf(visit)} words={text.sync.steps} />
    </li>
  );
}

function WhereTag(props: { visit: Visit }) {
  const text = words.value.sync.state;
  const { visit } = props;
  if (entriesHere(visit) > 0) {
    if (syncState.value?.revoked) {
      return (
        <Tag tone="not-met" icon="octagon-alert">
          {text.stopped}
        </Tag>
      );
    }
    const sending = meeting.value.kind === "under-way";
    return (
      <Tag tone={sending ? "info" : "concern"} icon={sending ? "cloud-upload" : "clock"}>
        {sending ? text.sending : online.value ? text.next : text.waiting}
      </Tag>
    );
  }
  if (visit.safety?.inReport) {
    return (
      <Tag tone="met" icon="check">
        {text.report}
      </Tag>
    );
  }
  return visit.safety?.verified ? (
    <Tag tone="met" icon="shield-check">
      {text.verified}
    </Tag>
  ) : (
    <Tag tone="info" icon="shield-check">
      {text.server}
    </Tag>
  );
}

// Each step is done only when all before it are.
function trackOf(visit: Visit): readonly Step[] {
  const text = words.value.sync.track;
  const onServer = entriesHere(visit) === 0;
  const verified = onServer && (visit.safety?.verified ?? false);
  const reached = [true, onServer, verified, verified && (visit.safety?.inReport ?? false)];
  const last = reached.lastIndexOf(true);
  const stopped = !onServer && (syncState.value?.revoked ?? false);
  return [text.tablet, text.server, text.verified, text.report].map((name, i) => ({
    name,
    state: i < last ? "done" : i === last ? "now" : stopped && i === last + 1 ? "stop" : "to-come",
  }));
}
