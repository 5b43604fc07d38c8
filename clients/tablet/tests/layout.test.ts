import { create } from "@bufbuild/protobuf";
import { ChecklistSchema, QuestionType } from "@muster/shared/api/checklist";
import { type RepeatState, RepeatStateSchema } from "@muster/shared/api/field";
import { describe, expect, test } from "vitest";
import { type Item, layOut, questionsIn } from "../src/state/layout.ts";

// Questions as "id" or "id in group", groups as "id" or "id in group", those that end in * repeat.
function checklistOf(questions: string[], groups: string[] = []) {
  const names = groups.map((group) => group.split(" in ")[0]?.replace("*", ""));
  const placeOf = (text: string) => names.indexOf(text.split(" in ")[1] ?? "") + 1;
  return create(ChecklistSchema, {
    sections: [
      {
        id: "one",
        questions: questions.map((text) => ({
          id: text.split(" in ")[0] ?? "",
          type: QuestionType.TEXT,
          group: placeOf(text),
        })),
      },
    ],
    groups: groups.map((text, i) => ({ id: names[i] ?? "", parent: placeOf(text), repeat: text.includes("*") })),
  });
}

const repeat = (id: string, around: bigint[], instances: bigint[]): RepeatState =>
  create(RepeatStateSchema, { repeat: id, around, instances });

function laidOut(questions: string[], groups: string[] = [], repeats: RepeatState[] = []): readonly Item[] {
  const checklist = checklistOf(questions, groups);
  const [section] = checklist.sections;
  if (section === undefined) throw new Error("The checklist has a section.");
  return layOut(checklist, section, repeats);
}

const names = (items: readonly Item[]) => [...questionsIn(items)].map((item) => item.name);

describe("A section", () => {
  test("without groups is its questions", () => {
    expect(names(laidOut(["a", "b"]))).toEqual(["a", "b"]);
  });

  test("holds a group where its first question stands", () => {
    const items = laidOut(["a", "b in g", "c in g", "d"], ["g"]);
    expect(items.map((item) => item.name)).toEqual(["a", "g", "d"]);
  });

  test("holds groups inside each other", () => {
    const [outer] = laidOut(["a in inner", "b in outer"], ["outer", "inner in outer"]);
    expect(outer?.kind === "group" && outer.items.map((item) => item.name)).toEqual(["inner", "b"]);
  });

  test("asks the questions of a repeat once an instance", () => {
    const items = laidOut(["a in r", "b in r"], ["r*"], [repeat("r", [], [7n, 40n])]);
    expect(names(items)).toEqual(["a~7", "b~7", "a~14", "b~14"]);
  });

  test("asks a repeat without instances nothing, and still shows where one can be added", () => {
    const items = laidOut(["a in r"], ["r*"], [repeat("r", [], [])]);
    expect(items).toHaveLength(1);
    expect(names(items)).toEqual([]);
  });

  test("gives each instance its own instances of a repeat inside", () => {
    const items = laidOut(
      ["a in outer", "b in inner"],
      ["outer*", "inner* in outer"],
      [repeat("outer", [], [1n, 2n]), repeat("inner", [1n], [5n]), repeat("inner", [2n], [])],
    );
    expect(names(items)).toEqual(["a~1", "b~1~5", "a~2"]);
  });
});
