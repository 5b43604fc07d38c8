// What stands out first, then what it stands on.
import type { WaitingAudit } from "@muster/shared/api/review";
import { ReviewService } from "@muster/shared/api/review";
import { Button, LinkButton } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { call } from "../api.ts";
import { Chart } from "../parts/chart.tsx";
import { idOf } from "../parts/ids.ts";
import { range, score } from "../parts/numbers.ts";
import { Page, Ready, WithFilter } from "../parts/page.tsx";
import { Signs } from "../parts/signs.tsx";
import { to } from "../route.ts";
import { useLoaded } from "../state/loaded.ts";
import { download, type Filter, type Merged, mergedReport, type Remark, type Report } from "../state/report.ts";
import { words } from "../words/words.ts";

const pageOf: Record<string, string> = {
  provision: "compliance",
  location: "locations",
  trend: "questions",
  shopper: "audits",
  severity: "audits",
};

function Remarks(props: { remarks: readonly Remark[]; care?: boolean }) {
  return (
    <ul class="says">
      {props.remarks.map((remark) => (
        <li key={remark.headline}>
          <Icon
            name={props.care ? "triangle-alert" : remark.good ? "arrow-up" : "octagon-alert"}
            tone={props.care ? "concern" : remark.good ? "met" : "not-met"}
          />
          <span>
            <b>{remark.headline}</b> {remark.text}{" "}
            {pageOf[remark.kind] && <a href={to(pageOf[remark.kind] ?? "")}>{pageName(remark.kind)}</a>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function pageName(kind: string): string {
  const page = pageOf[kind];
  const { pages } = words.value;
  return page !== undefined && page in pages ? pages[page as keyof typeof pages] : "";
}

function Headline(props: { report: Report; svg: string | undefined }) {
  const { score: figure } = props.report;
  const interval = range(figure.low, figure.high, score);
  const say = words.value.overview;
  return (
    <section class="card c3" aria-labelledby="score">
      <header>
        <h2 id="score">{say.score}</h2>
      </header>
      <p class="head-n">{score(figure.value)}</p>
      <p class="soft">
        {interval ? say.interval(interval) : say.noInterval}
        <br />
        {say.base(figure.audits, figure.locations)}
      </p>
      <Chart svg={props.svg} table={undefined} />
      <hr class="rule" />
      <p>
        <b class="b">{props.report.lead.title}</b>
      </p>
      <p class="soft">{props.report.lead.text}</p>
    </section>
  );
}

function ChartCard(props: { title: string; name: string; table: string; merged: Merged; span: string }) {
  return (
    <section class={`card ${props.span}`} aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
      </header>
      <Chart svg={props.merged.charts.get(props.name)} table={props.merged.report.tables[props.table]} wide />
    </section>
  );
}

function Waiting(props: { audits: readonly WaitingAudit[]; total: number }) {
  const say = words.value.overview;
  return (
    <section class="card c4" aria-labelledby="waiting">
      <header>
        <h2 id="waiting">{say.waiting}</h2>
        {props.total > 0 && (
          <a class="note" href={to("audits")}>
            {say.allWaiting(props.total)}
          </a>
        )}
      </header>
      {props.total === 0 && <p class="soft">{say.noneWaiting}</p>}
      <ul class="queue">
        {props.audits.slice(0, 5).map((waiting) => (
          <li key={idOf(waiting.audit)}>
            <a href={to("audits", idOf(waiting.audit))}>{waiting.visit}</a> <Signs of={waiting} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Content(props: { filter: Filter }) {
  const { filter } = props;
  const merged = useLoaded(`${filter.programme} ${filter.wave}`, () => mergedReport(filter));
  const queue = useLoaded(filter.programme, () =>
    call(ReviewService.method.listReview, { programme: filter.programme, limit: 5 }),
  );
  const say = words.value.overview;
  return (
    <Ready of={merged}>
      {(value) => (
        <>
          <p class="soft scope">
            {say.sub(
              value.report.scope,
              value.report.period,
              value.report.counts.accepted,
              value.report.counts.waiting,
            )}
          </p>
          <div class="grid">
            <Headline report={value.report} svg={value.charts.get("score")} />
            <section class="card c9" aria-labelledby="stands">
              <header>
                <h2 id="stands">{say.standsOut}</h2>
              </header>
              {value.report.stands_out.length === 0 && <p class="soft">{say.nothing}</p>}
              <Remarks remarks={value.report.stands_out} />
              {value.report.also_found > 0 && <p class="note">{say.also(value.report.also_found)}</p>}
            </section>
            <ChartCard title={say.trend} name="trend" table="waves" merged={value} span="c6" />
            <ChartCard title={say.dimensions} name="dimensions" table="dimensions" merged={value} span="c6" />
            <ChartCard title={say.regions} name="regions" table="regions" merged={value} span="c8" />
            <Ready of={queue}>{(list) => <Waiting audits={list.audits} total={list.total} />}</Ready>
            <ChartCard title={say.waits} name="waits" table="waits" merged={value} span="c6" />
            <ChartCard title={say.nps} name="nps" table="measures" merged={value} span="c6" />
            {value.report.read_with_care.length > 0 && (
              <section class="card c12" aria-labelledby="care">
                <header>
                  <h2 id="care">{say.care}</h2>
                </header>
                <Remarks remarks={value.report.read_with_care} care />
              </section>
            )}
          </div>
          <p class="note">{say.digest(value.report.digest.slice(0, 16))}</p>
          <div class="row">
            <Button icon="download" onPress={() => void download(filter, "html")}>
              {say.report}
            </Button>
            <Button icon="download" onPress={() => void download(filter, "xlsx")}>
              {say.spreadsheet}
            </Button>
          </div>
        </>
      )}
    </Ready>
  );
}

export function Overview() {
  return (
    <Page
      title={words.value.pages.overview}
      actions={
        <LinkButton look="primary" href={to("audits")}>
          {words.value.pages.audits}
        </LinkButton>
      }
    >
      <WithFilter>{(filter) => <Content filter={filter} />}</WithFilter>
    </Page>
  );
}
