// Provisions by location: a cell opens to the figures it stands on and the audits behind them.
import { Icon } from "@muster/shared/components/icon";
import { Tag } from "@muster/shared/components/status";
import { faceOf, findingWord, severityWord } from "../parts/finding.ts";
import { percents } from "../parts/numbers.ts";
import { Page, Ready, WithFilter } from "../parts/page.tsx";
import { go, place, to } from "../route.ts";
import { useLoaded } from "../state/loaded.ts";
import { type Filter, mergedReport, numberIn, type Report, type Row, textIn } from "../state/report.ts";
import { words } from "../words/words.ts";

const shares = (row: Row) => percents(numberIn(row, "met_low"), numberIn(row, "met_high"));

function ProvisionHead(props: { row: Row }) {
  const { row } = props;
  const say = words.value.compliance;
  return (
    <th scope="col">
      <small>{textIn(row, "act")}</small>
      {textIn(row, "citation")}
      <small class="soft">{textIn(row, "title")}</small>
      <small>
        <b>{say.met(numberIn(row, "met_k") ?? 0, numberIn(row, "met_n") ?? 0)}</b>
        <br />
        {shares(row) ? say.share(shares(row)) : ""}
      </small>
    </th>
  );
}

function MatrixCell(props: { row: Row | undefined; name: string; provision: Row; picked: boolean }) {
  if (props.row === undefined) return <td class="cell na">–</td>;
  const state = textIn(props.row, "finding");
  const face = faceOf(state);
  const [met, tested] = [numberIn(props.row, "met") ?? 0, numberIn(props.row, "tested") ?? 0];
  const provision = textIn(props.provision, "provision");
  const name = [
    props.name,
    textIn(props.provision, "title"),
    findingWord(state).toLowerCase(),
    words.value.compliance.met(met, tested),
  ].join(", ");
  return (
    <td class={`cell ${face.tone}${props.picked ? " picked" : ""}`}>
      <a href={to("compliance", "", { location: textIn(props.row, "location"), provision })} aria-label={name}>
        <Icon name={face.icon} />
        <span>{findingWord(state)}</span>
        <span class="k">{tested > 0 ? `${met}/${tested}` : ""}</span>
      </a>
    </td>
  );
}

interface Table {
  readonly provisions: readonly Row[];
  readonly locations: readonly string[];
  readonly cell: (location: string, provision: string) => Row | undefined;
}

function tableOf(report: Report, act: string): Table {
  const provisions = (report.tables["provisions"]?.rows ?? []).filter(
    (row) => (numberIn(row, "met_n") ?? 0) > 0 && (act === "" || textIn(row, "act") === act),
  );
  const rows = report.tables["provision_locations"]?.rows ?? [];
  const cells = new Map(rows.map((row) => [`${textIn(row, "location")} ${textIn(row, "provision")}`, row]));
  return {
    provisions,
    locations: [...new Set(rows.map((row) => textIn(row, "location")))],
    cell: (location, provision) => cells.get(`${location} ${provision}`),
  };
}

function Matrix(props: { table: Table; location: string; provision: string }) {
  const { table } = props;
  const first = (location: string) =>
    table.provisions.map((each) => table.cell(location, textIn(each, "provision"))).find((row) => row !== undefined);
  return (
    <div class="scroll matrix-scroll" tabIndex={0} role="region" aria-label={words.value.compliance.matrix}>
      <table class="matrix">
        <caption class="sr">{words.value.compliance.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">{words.value.compliance.location}</th>
            {table.provisions.map((row) => (
              <ProvisionHead key={textIn(row, "provision")} row={row} />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.locations.map((location) => {
            const known = first(location);
            const name = known ? textIn(known, "name") : location;
            return (
              <tr key={location}>
                <th scope="row">
                  <a href={to("audits", "", { location })}>{name}</a>
                </th>
                {table.provisions.map((row) => {
                  const provision = textIn(row, "provision");
                  return (
                    <MatrixCell
                      key={provision}
                      row={table.cell(location, provision)}
                      name={name}
                      provision={row}
                      picked={props.location === location && props.provision === provision}
                    />
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Picked(props: { table: Table; location: string; provision: string }) {
  const row = props.table.cell(props.location, props.provision);
  const provision = props.table.provisions.find((each) => textIn(each, "provision") === props.provision);
  const say = words.value.compliance;
  if (row === undefined || provision === undefined) return <p class="note">{say.pick}</p>;
  const face = faceOf(textIn(row, "finding"));
  return (
    <div class="pickbar" role="status">
      <Tag tone={face.tone} icon={face.icon}>
        {findingWord(textIn(row, "finding"))}
      </Tag>
      <p class="grow">
        <b>
          {textIn(row, "name")} · {textIn(provision, "title")}.
        </b>{" "}
        {say.detail(numberIn(row, "met") ?? 0, numberIn(row, "tested") ?? 0, shares(row))}{" "}
        {severityWord(textIn(provision, "severity"))}. {textIn(row, "stands_out") !== "" && say.stands}
      </p>
      <a class="btn" href={to("audits", "", { location: props.location })}>
        {say.audits}
      </a>
    </div>
  );
}

function Content(props: { filter: Filter }) {
  const merged = useLoaded(`${props.filter.programme} ${props.filter.wave}`, () => mergedReport(props.filter));
  const { query } = place.value;
  const [act, location, provision] = ["act", "location", "provision"].map((name) => query.get(name) ?? "");
  return (
    <Ready of={merged}>
      {({ report }) => {
        const acts = [...new Set((report.tables["provisions"]?.rows ?? []).map((row) => textIn(row, "act")))];
        const table = tableOf(report, act ?? "");
        if (table.provisions.length === 0) return <p class="soft">{words.value.compliance.none}</p>;
        return (
          <>
            <div class="filters">
              <label>
                {words.value.compliance.act}{" "}
                <select value={act} onChange={(event) => go(to("compliance", "", { act: event.currentTarget.value }))}>
                  <option value="">{words.value.compliance.allActs}</option>
                  {acts.map((name) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
            </div>
            <section class="card" aria-label={words.value.compliance.matrix}>
              <Matrix table={table} location={location ?? ""} provision={provision ?? ""} />
            </section>
            <Picked table={table} location={location ?? ""} provision={provision ?? ""} />
          </>
        );
      }}
    </Ready>
  );
}

export function Compliance() {
  return (
    <Page title={words.value.pages.compliance} sub={words.value.compliance.sub}>
      <WithFilter>{(filter) => <Content filter={filter} />}</WithFilter>
    </Page>
  );
}
