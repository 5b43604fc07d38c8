import { beforeEach, describe, expect, test } from "vitest";
import { bytesText, dayText, durationText, lineText, longDayText, today } from "../src/format.ts";
import { language } from "../src/language.ts";

beforeEach(() => {
  language.value = "en";
});

describe("Days", () => {
  test("are written without a comma, September with three letters", () => {
    expect(dayText("2026-09-18")).toBe("Fri 18 Sep");
    expect(longDayText("2026-09-17")).toBe("Thursday 17 September");
  });

  test("are the same whatever zone the tablet is in", () => {
    expect(dayText("2026-01-01")).toBe("Thu 1 Jan");
  });

  test("have Welsh names in Welsh", () => {
    language.value = "cy";
    expect(longDayText("2026-09-17")).toContain("Medi");
  });

  test("that are none are shown as nothing", () => {
    expect(dayText("soon")).toBe("");
    expect(dayText("")).toBe("");
  });

  test("of this tablet begin at its own midnight", () => {
    expect(today(new Date(2026, 8, 17, 0, 0, 1).getTime())).toBe("2026-09-17");
    expect(today(new Date(2026, 8, 17, 23, 59, 59).getTime())).toBe("2026-09-17");
  });
});

describe("Spans of time", () => {
  test.each([
    [0, "0:00"],
    [59_999, "0:59"],
    [174_000, "2:54"],
    [3_600_000, "1:00:00"],
    [3_774_000, "1:02:54"],
  ])("of %i ms are %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe("Sizes", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [2_100_000, "2.1 MB"],
    [41_200_000, "41 MB"],
    [2_100_000_000, "2.1 GB"],
  ])("of %i bytes are %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

test("A line begins with a capital letter, whatever it begins with", () => {
  expect(lineText("store")).toBe("Store");
  expect(lineText("école")).toBe("École");
  expect(lineText("")).toBe("");
});
