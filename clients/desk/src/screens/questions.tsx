// Every question with its score, its n, how answers were spread and what was left out.
import { Chart } from "../parts/chart.tsx";
import { count, range, score } from "../parts/numbers.ts";
import { Page, Ready, WithFilter } from "../parts/page.tsx";
import { useLoaded } from "../state/loaded.ts";
import { type Filter, mergedReport, numberIn, type Report, type Row, textIn } from "../state/report.ts";
import { words } from "../words/words.ts";

function spread(report: Report, question: string): string {
  const options = (report.tables["answers"]?.rows ?? []).filter((row) => textIn(row, "question") === question);
  return options.map((row) => `${textIn(row, "option")} ${count(numberIn(row, "count"))}`).join(" · ");
}

function QuestionRow(props: { row: Row; report: Report }) {
  const { row } = props;
  const critical = textIn(row, "critical") !== "";
  return (
    <tr>
      <th scope="row">
        <span class="id">{textIn(row, "question")}</span> {textIn(row, "text")}
        {critical && <span class="muted"> · {words.value.questions.critical}</span>}
        <small class="soft block">{spread(props.report, textIn(row, "question"))}</small>
      </th>
      <td class="num b">{score(numberIn(row, "score"))}</td>
      <td class="num">{range(numberIn(row, "score_low"), numberIn(row, "score_high"), score) || "–"}</td>
      <td class="num">{count(numberIn(row, "answered"))}</td>
      <td class="num">{count(numberIn(row, "not_applicable"))}</td>
      <td class="num">{count(numberIn(row, "not_observed"))}</td>
      <td class="num">{textIn(row, "weight")}</td>
    </tr>
  );
}

function Section(props: { name: string; rows: readonly Row[]; report: Report }) {
  const say = words.value.questions;
  const columns = [say.score, say.interval, say.n, say.na, say.notObserved, say.weight];
  return (
    <section class="card c12" aria-label={props.name}>
      <header>
        <h2>{props.name}</h2>
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label={props.name}>
        <table class="figures questions">
          <thead>
            <tr>
              <th scope="col">{say.question}</th>
              {columns.map((column) => (
                <th key={column} scope="col" class="num">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <QuestionRow key={textIn(row, "question")} row={row} report={props.report} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Content(props: { filter: Filter }) {
  const merged = useLoaded(`${props.filter.programme} ${props.filter.wave}`, () => mergedReport(props.filter));
  return (
    <Ready of={merged}>
      {({ report, charts }) => {
        const rows = report.tables["questions"]?.rows ?? [];
        const sections = [...new Set(rows.map((row) => textIn(row, "section")))];
        return (
          <div class="grid">
            <section class="card c12" aria-label={words.value.questions.misses}>
              <header>
                <h2>{words.value.questions.misses}</h2>
              </header>
              <Chart svg={charts.get("misses")} table={report.tables["misses"]} wide />
            </section>
            {sections.map((name) => (
              <Section
                key={name}
                name={name}
                rows={rows.filter((row) => textIn(row, "section") === name)}
                report={report}
              />
            ))}
          </div>
        );
      }}
    </Ready>
  );
}

export function Questions() {
  return (
    <Page title={words.value.pages.questions} sub={words.value.questions.sub}>
      <WithFilter>{(filter) => <Content filter={filter} />}</WithFilter>
    </Page>
  );
}
