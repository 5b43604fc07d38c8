// Carries the core's calls to the server that this page came from: POST /METHOD, application/proto. What
// the server proves of itself, the core checks; here is only the way.
import { fromBinary } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import type { Call, CallResultSchema } from "@muster/shared/api/field";
import type { FailureCode, FailureFacts } from "./field-failure.ts";

export type Carried = MessageInitShape<typeof CallResultSchema>;

const timeoutMs = 60_000;

/** Connect's codes in ours. */
const codes = new Map<string, FailureCode>([
  ["canceled", "unavailable"],
  ["unknown", "internal"],
  ["invalid_argument", "invalid_input"],
  ["deadline_exceeded", "unavailable"],
  ["not_found", "not_found"],
  ["already_exists", "already_exists"],
  ["permission_denied", "permission_denied"],
  ["resource_exhausted", "resource_exhausted"],
  ["failed_precondition", "failed_precondition"],
  ["aborted", "unavailable"],
  ["out_of_range", "invalid_input"],
  ["unimplemented", "unsupported"],
  ["internal", "internal"],
  ["unavailable", "unavailable"],
  ["data_loss", "data_loss"],
  ["unauthenticated", "unauthenticated"],
]);

export async function carry(call: Call): Promise<Carried> {
  const headers: Record<string, string> = {
    "Content-Type": "application/proto",
    "Connect-Protocol-Version": "1",
  };
  if (call.token !== "") headers["Authorization"] = `Bearer ${call.token}`;
  try {
    const response = await fetch(`/${call.method}`, {
      method: "POST",
      headers,
      body: new Uint8Array(call.body),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = new Uint8Array(await response.arrayBuffer());
    if (response.ok) return { result: { case: "body", value: body } };
    return { result: { case: "refused", value: refusal(response.status, body) } };
  } catch (problem) {
    const late = problem instanceof DOMException && problem.name === "TimeoutError";
    const why = late ? "The server did not answer in time." : "The server cannot be reached.";
    return { result: { case: "unreachable", value: why } };
  }
}

function refusal(status: number, body: Uint8Array): FailureFacts {
  const unknown: FailureFacts = {
    code: status === 401 ? "unauthenticated" : status >= 500 ? "unavailable" : "internal",
    message: `The server, or something in between, answered with HTTP status ${status}.`,
    hint: "",
  };
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return unknown; // a proxy's page
  }
  const code = codes.get(textIn(said, "code"));
  if (code === undefined) return unknown;
  return { code, message: textIn(said, "message") || unknown.message, hint: hintIn(said) };
}

function textIn(value: unknown, name: string): string {
  if (typeof value !== "object" || value === null) return "";
  const member: unknown = Reflect.get(value, name);
  return typeof member === "string" ? member : "";
}

/** Our server's hint is in a detail of type google.protobuf.Struct. */
function hintIn(said: unknown): string {
  const details: unknown = typeof said === "object" && said !== null ? Reflect.get(said, "details") : undefined;
  if (!Array.isArray(details)) return "";
  for (const detail of details) {
    if (textIn(detail, "type") !== "google.protobuf.Struct") continue;
    const hint = fromBinary(StructSchema, base64Decode(textIn(detail, "value"))).fields["hint"]?.kind;
    if (hint?.case === "stringValue") return hint.value;
  }
  return "";
}
