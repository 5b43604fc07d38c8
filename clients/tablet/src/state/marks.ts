// Times that were marked in discreet mode. They are kept as the note of the checklist's first field, one
// line a mark, so that they are durable, encrypted and seen by a reviewer like any other note; lines that a
// person wrote there stay as they are.
import { fieldName } from "./field-name.ts";
import type { Key, OpenAudit } from "./open-audit.ts";

export interface Mark {
  readonly utcMs: number;
  readonly word: string;
}

const linePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (.+)$/;

// The question that starts an audit, or whichever comes first outside repeats.
function fieldOfMarks(open: OpenAudit): Key | undefined {
  const inRepeat = (group: number): boolean => {
    const around = open.checklist.groups[group - 1];
    return around !== undefined && (around.repeat || inRepeat(around.parent));
  };
  const questions = open.checklist.sections.flatMap((section) => section.questions);
  const first = questions.find((question) => !inRepeat(question.group));
  return first === undefined ? undefined : { question: first.id, instances: [] };
}

function noteOf(open: OpenAudit): string {
  const key = fieldOfMarks(open);
  return key === undefined ? "" : (open.field(fieldName(key))?.note ?? "");
}

export function marksOf(open: OpenAudit): readonly Mark[] {
  return noteOf(open).split("\n").flatMap(parseMark);
}

export function parseMark(line: string): Mark[] {
  const [, time = "", word = ""] = linePattern.exec(line) ?? [];
  return time === "" ? [] : [{ utcMs: Date.parse(time), word }];
}

export async function addMark(open: OpenAudit, mark: Mark): Promise<boolean> {
  const time = new Date(mark.utcMs).toISOString().replace(/\.\d+Z$/, "Z");
  return keep(open, [...lines(open), `${time} ${mark.word}`]);
}

export async function removeLastMark(open: OpenAudit): Promise<boolean> {
  const all = lines(open);
  const last = all.findLastIndex((line) => linePattern.test(line));
  return last < 0 || keep(open, all.toSpliced(last, 1));
}

function lines(open: OpenAudit): string[] {
  return noteOf(open)
    .split("\n")
    .filter((line) => line !== "");
}

async function keep(open: OpenAudit, kept: readonly string[]): Promise<boolean> {
  const key = fieldOfMarks(open);
  return key !== undefined && open.note(key, kept.join("\n"));
}
