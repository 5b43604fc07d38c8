// Fields and audits by names that can stand in an address, an element's id or a map.
import type { FieldKey } from "@muster/shared/api/field";

// "price", or "price~12~7" in an instance of repeats.
export function fieldName(key: Pick<FieldKey, "question" | "instances">): string {
  return [key.question, ...key.instances.map((instance) => instance.toString(36))].join("~");
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
