// The queue first, then every audit of the programme; both lead to one audit.
import { ProgrammeService, type VisitStatus } from "@muster/shared/api/programme";
import { ReviewService, type WaitingAudit } from "@muster/shared/api/review";
import { momentText } from "@muster/shared/format";
import { call } from "../api.ts";
import { stageWord } from "../parts/finding.ts";
import { idOf } from "../parts/ids.ts";
import { Page, Ready, WithFilter } from "../parts/page.tsx";
import { Signs } from "../parts/signs.tsx";
import { place, to } from "../route.ts";
import { useLoaded } from "../state/loaded.ts";
import type { Filter } from "../state/report.ts";
import { words } from "../words/words.ts";

const shownMax = 200;
const pageRows = 1_000; // the most that the server gives at once

function Head(props: { columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        {props.columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Queue(props: { audits: readonly WaitingAudit[]; total: number }) {
  const say = words.value.audits;
  if (props.total === 0) return <p class="soft">{say.none}</p>;
  return (
    <table class="figures">
      <Head columns={[say.visit, say.location, say.wave, say.shopper, say.submitted, say.signs]} />
      <tbody>
        {props.audits.map((audit) => (
          <tr key={idOf(audit.audit)}>
            <th scope="row">
              <a href={to("audits", idOf(audit.audit))}>{audit.visit}</a>
            </th>
            <td>{audit.location}</td>
            <td>{audit.wave}</td>
            <td>{audit.shopper}</td>
            <td>{momentText(Number(audit.submittedUtcMs))}</td>
            <td>
              <Signs of={audit} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function All(props: { visits: readonly VisitStatus[] }) {
  const say = words.value.audits;
  if (props.visits.length === 0) return <p class="soft">{say.noAudits}</p>;
  return (
    <>
      <table class="figures">
        <Head columns={[say.visit, say.location, say.wave, say.channel, say.shopper, say.state]} />
        <tbody>
          {props.visits.slice(0, shownMax).map(({ visit, audit, state }) => (
            <tr key={idOf(audit)}>
              <th scope="row">
                <a href={to("audits", idOf(audit))}>{visit?.ref}</a>
              </th>
              <td>{visit?.location}</td>
              <td>{visit?.wave}</td>
              <td>{visit?.channel}</td>
              <td>{visit?.shopper}</td>
              <td>{stageWord(state)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {props.visits.length > shownMax && <p class="note">{say.more(shownMax, props.visits.length)}</p>}
    </>
  );
}

async function allVisits(programme: string): Promise<VisitStatus[]> {
  const out: VisitStatus[] = [];
  for (;;) {
    const page = await call(ProgrammeService.method.listVisits, { programme, limit: pageRows, offset: out.length });
    out.push(...page.visits);
    if (page.visits.length < pageRows) return out;
  }
}

function Content(props: { filter: Filter }) {
  const { programme, wave } = props.filter;
  const location = place.value.query.get("location") ?? "";
  const queue = useLoaded(`queue ${programme}`, () => call(ReviewService.method.listReview, { programme }));
  const visits = useLoaded(`visits ${programme}`, () => allVisits(programme));
  const say = words.value.audits;
  const chosen = (status: VisitStatus) =>
    (wave === "" || status.visit?.wave === wave) && (location === "" || status.visit?.location === location);
  return (
    <div class="grid">
      <section class="card c12" aria-labelledby="waiting">
        <header>
          <h2 id="waiting">{say.waiting}</h2>
        </header>
        <Ready of={queue}>{(list) => <Queue audits={list.audits} total={list.total} />}</Ready>
      </section>
      <section class="card c12" aria-labelledby="all">
        <header>
          <h2 id="all">{location === "" ? say.all : say.allAt(location)}</h2>
        </header>
        <Ready of={visits}>{(list) => <All visits={list.filter(chosen)} />}</Ready>
      </section>
    </div>
  );
}

export function Audits() {
  return (
    <Page title={words.value.pages.audits}>
      <WithFilter>{(filter) => <Content filter={filter} />}</WithFilter>
    </Page>
  );
}
