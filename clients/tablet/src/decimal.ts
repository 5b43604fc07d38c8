// Exact numbers as field.proto has them, read and written as people type them. Nothing is rounded.
import { create } from "@bufbuild/protobuf";
import { type Decimal, DecimalSchema } from "@muster/shared/api/op";

// At most 15 digits, as the core keeps them. A comma is a point, and − is a minus.
export function parseDecimal(typed: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(typed.trim().replace("−", "-").replace(",", "."));
  const [, sign = "", whole = "", part = ""] = match ?? [];
  const digits = whole + part;
  if (match === null || digits === "" || digits.replace(/^0+/, "").length > 15 || part.length > 15) {
    return undefined;
  }
  return decimal(BigInt(`${sign === "-" ? "-" : ""}${digits}`), part.length);
}

export function decimal(unscaled: bigint, scale = 0): Decimal {
  return create(DecimalSchema, { unscaled, scale });
}

// "−2.50" as "-2.50": what stands in a field to type in.
export function decimalText(number: Pick<Decimal, "unscaled" | "scale">): string {
  const negative = number.unscaled < 0n;
  const digits = (negative ? -number.unscaled : number.unscaled).toString().padStart(number.scale + 1, "0");
  const point = digits.length - number.scale;
  const text = number.scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${text}` : text;
}

export function plus(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return decimal(atScale(left, scale) + atScale(right, scale), scale);
}

export function negated(number: Decimal): Decimal {
  return decimal(-number.unscaled, number.scale);
}

// Below zero, zero or above, as sort wants it.
export function compared(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = atScale(left, scale) - atScale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function atScale(number: Decimal, scale: number): bigint {
  return number.unscaled * 10n ** BigInt(scale - number.scale);
}
