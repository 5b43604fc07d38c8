// Ids in addresses: lower-case hex.
export function idOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesOf(id: string): Uint8Array {
  const pairs = /^([0-9a-f]{2})+$/.test(id) ? (id.match(/../g) ?? []) : [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
