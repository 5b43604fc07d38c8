// Three classes instead of ranks, with shrunken estimates and their intervals on one axis.
import { Chart } from "../parts/chart.tsx";
import { count, range, score } from "../parts/numbers.ts";
import { Page, Ready, WithFilter } from "../parts/page.tsx";
import { to } from "../route.ts";
import { useLoaded } from "../state/loaded.ts";
import { type Filter, mergedReport, numberIn, type Report, type Row, textIn } from "../state/report.ts";
import { words } from "../words/words.ts";

const classes = [
  ["above", "far_above"],
  ["cannot_tell"],
  ["below", "far_below"],
  ["few"],
] as const satisfies readonly (readonly string[])[];

function LocationRow(props: { row: Row }) {
  const { row } = props;
  return (
    <tr>
      <th scope="row">
        <a href={to("audits", "", { location: textIn(row, "location") })}>{textIn(row, "name")}</a>
      </th>
      <td>{textIn(row, "region")}</td>
      <td class="num b">{score(numberIn(row, "estimate"))}</td>
      <td class="num">{range(numberIn(row, "estimate_low"), numberIn(row, "estimate_high"), score) || "–"}</td>
      <td class="num">{count(numberIn(row, "score_n"))}</td>
    </tr>
  );
}

function League(props: { rows: readonly Row[] }) {
  const say = words.value.locations;
  return (
    <section class="card c7" aria-labelledby="classes">
      <header>
        <h2 id="classes">{say.classes}</h2>
      </header>
      <table class="league">
        <thead>
          <tr>
            <th scope="col">{say.location}</th>
            <th scope="col">{say.region}</th>
            <th scope="col" class="num">
              {say.estimate}
            </th>
            <th scope="col" class="num">
              {say.interval}
            </th>
            <th scope="col" class="num">
              {say.n}
            </th>
          </tr>
        </thead>
        {classes.map((names) => {
          const rows = props.rows.filter((row) => (names as readonly string[]).includes(textIn(row, "class")));
          if (rows.length === 0) return null;
          return (
            <tbody key={names[0]}>
              <tr class="grp">
                <th scope="rowgroup" colSpan={5}>
                  {say[names[0]]} <span class="muted">{rows.length}</span>
                </th>
              </tr>
              {rows.map((row) => (
                <LocationRow key={textIn(row, "location")} row={row} />
              ))}
            </tbody>
          );
        })}
      </table>
    </section>
  );
}

function Side(props: { report: Report; charts: ReadonlyMap<string, string> }) {
  const say = words.value.locations;
  return (
    <div class="stack c5">
      <section class="card" aria-label={say.funnel}>
        <header>
          <h2>{say.funnel}</h2>
        </header>
        <Chart svg={props.charts.get("funnel")} table={props.report.tables["funnel"]} wide />
        <p class="note">{say.funnelNote}</p>
      </section>
      <section class="card" aria-label={say.brands}>
        <header>
          <h2>{say.brands}</h2>
        </header>
        <Chart svg={props.charts.get("brands")} table={props.report.tables["brands"]} wide />
      </section>
      <section class="card" aria-label={say.howTitle}>
        <header>
          <h2>{say.howTitle}</h2>
        </header>
        <p class="soft">{say.how}</p>
      </section>
    </div>
  );
}

function Content(props: { filter: Filter }) {
  const merged = useLoaded(`${props.filter.programme} ${props.filter.wave}`, () => mergedReport(props.filter));
  return (
    <Ready of={merged}>
      {({ report, charts }) => {
        const rows = report.tables["locations"]?.rows ?? [];
        return (
          <>
            <p class="soft scope">{words.value.locations.sub(rows.length)}</p>
            <div class="grid">
              <League rows={rows} />
              <Side report={report} charts={charts} />
            </div>
          </>
        );
      }}
    </Ready>
  );
}

export function Locations() {
  return (
    <Page title={words.value.pages.locations}>
      <WithFilter>{(filter) => <Content filter={filter} />}</WithFilter>
    </Page>
  );
}
