import { describe, expect, test } from "vitest";
import { compared, decimal, decimalText, negated, parseDecimal, plus } from "../src/decimal.ts";

describe("A number that is typed", () => {
  test.each([
    ["7", "7"],
    ["-2", "-2"],
    ["−2", "-2"],
    ["3.50", "3.50"],
    ["3,5", "3.5"],
    [".5", "0.5"],
    ["5.", "5"],
    [" 12 ", "12"],
    ["-0.05", "-0.05"],
    ["000123", "123"],
    ["999999999999999", "999999999999999"],
  ])("as %s is %s, digit by digit", (typed, text) => {
    const number = parseDecimal(typed);
    expect(number && decimalText(number)).toBe(text);
  });

  test.each(["", " ", "-", ".", "1e3", "1 000", "0x10", "abc", "1.2.3", "9999999999999999", "NaN"])(
    "as “%s” is none",
    (typed) => {
      expect(parseDecimal(typed)).toBeUndefined();
    },
  );
});

test("Tenths add up to exactly one", () => {
  let sum = decimal(0n);
  for (let i = 0; i < 10; i += 1) sum = plus(sum, decimal(1n, 1));
  expect(compared(sum, decimal(1n))).toBe(0);
});

test("Numbers compare by value, whatever their digits", () => {
  expect(compared(decimal(150n, 2), decimal(15n, 1))).toBe(0);
  expect(compared(decimal(-1n), decimal(1n, 15))).toBeLessThan(0);
  expect(compared(decimal(2n), negated(decimal(2n)))).toBeGreaterThan(0);
});
