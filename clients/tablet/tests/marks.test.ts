import { expect, test } from "vitest";
import { parseMark } from "../src/state/marks.ts";

test("A line with a time and a word is a mark", () => {
  expect(parseMark("2026-09-17T13:52:08Z In")).toEqual([{ utcMs: Date.parse("2026-09-17T13:52:08Z"), word: "In" }]);
});

test.each(["", "In", "It was 13:52 when I came in.", "2026-09-17T13:52:08Z "])(
  "“%s” is what somebody wrote, and no mark",
  (line) => {
    expect(parseMark(line)).toEqual([]);
  },
);
