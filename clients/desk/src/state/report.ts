// The merged report as the server computed it: tables and pictures by name. Nothing is computed here.
import { ReportFormat, ReportService } from "@muster/shared/api/report";
import { type Programme, ProgrammeService } from "@muster/shared/api/programme";
import { call } from "../api.ts";
import { place } from "../route.ts";

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Table {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly Row[];
}

export interface Remark {
  readonly kind: string;
  readonly headline: string;
  readonly text: string;
  readonly about: string;
  readonly good: boolean;
  readonly names: readonly string[];
}

export interface Score {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly audits: number;
  readonly locations: number;
}

export interface Report {
  readonly scope: string;
  readonly period: string;
  readonly digest: string;
  readonly counts: { readonly accepted: number; readonly waiting: number };
  readonly lead: { readonly title: string; readonly text: string };
  readonly score: Score;
  readonly stands_out: readonly Remark[];
  readonly also_found: number;
  readonly read_with_care: readonly Remark[];
  readonly tables: Readonly<Record<string, Table>>;
}

export interface Merged {
  readonly report: Report;
  readonly charts: ReadonlyMap<string, string>; // SVG by name
}

export interface Filter {
  readonly programme: string;
  readonly wave: string;
}

export function filterHere(programmes: readonly Programme[]): Filter {
  const { query } = place.value;
  return { programme: query.get("programme") ?? programmes[0]?.ref ?? "", wave: query.get("wave") ?? "" };
}

export async function programmes(): Promise<Programme[]> {
  return (await call(ProgrammeService.method.listProgrammes, {})).programmes;
}

// The server's own JSON (core/report/exports.hpp), whose form its schema names.
function parse(content: Uint8Array): Report {
  const document: unknown = JSON.parse(new TextDecoder().decode(content));
  if (typeof document === "object" && document !== null && Reflect.get(document, "schema") === "muster.report/1") {
    return document as Report;
  }
  throw new Error("The report is of a form that this page does not know. Load the page again.");
}

export async function mergedReport(filter: Filter): Promise<Merged> {
  const [file, drawn] = await Promise.all([
    call(ReportService.method.getReport, { filter, format: ReportFormat.JSON }),
    call(ReportService.method.listCharts, { filter }),
  ]);
  return { report: parse(file.content), charts: new Map(drawn.charts.map((chart) => [chart.name, chart.svg])) };
}

const formats = { html: ReportFormat.HTML, xlsx: ReportFormat.XLSX, json: ReportFormat.JSON } as const;
export type FileFormat = keyof typeof formats;

// Gives the file to the browser to keep.
export async function download(filter: Filter, format: FileFormat): Promise<void> {
  const file = await call(ReportService.method.getReport, { filter, format: formats[format] });
  const url = URL.createObjectURL(new Blob([new Uint8Array(file.content)], { type: file.mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function textIn(row: Row, key: string): string {
  const cell = row[key];
  return cell === null || cell === undefined ? "" : String(cell);
}

export function numberIn(row: Row, key: string): number | null {
  const cell = row[key];
  return typeof cell === "number" ? cell : null;
}
