// The server's API as the desk calls it: Connect's unary calls in protobuf. The session is a cookie that no
// script can read; the header says that a page of the server's own makes the call.
import {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";

export class ApiFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== "object" || value === null || !(name in value)) return "";
  const text: unknown = Reflect.get(value, name);
  return typeof text === "string" ? text : "";
}

// {"code", "message", "details": [{"debug": {"hint"}}]}
function failureIn(body: unknown, status: number): ApiFailure {
  const details: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "details") : undefined;
  const first: unknown = Array.isArray(details) ? details[0] : undefined;
  const debug: unknown = typeof first === "object" && first !== null ? Reflect.get(first, "debug") : undefined;
  const message = textOf(body, "message") || `The server answered with status ${status}.`;
  return new ApiFailure(textOf(body, "code") || "unknown", message, textOf(debug, "hint"));
}

async function post(address: string, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/proto", "Connect-Protocol-Version": "1", "Muster-Desk": "1" },
      body,
      credentials: "same-origin",
    });
  } catch {
    throw new ApiFailure("unavailable", "The server cannot be reached.", "Check the network, then try again.");
  }
}

export async function call<In extends DescMessage, Out extends DescMessage>(
  method: DescMethodUnary<In, Out>,
  request: MessageInitShape<In>,
): Promise<MessageShape<Out>> {
  const body = new Uint8Array(toBinary(method.input, create(method.input, request)));
  const response = await post(`/${method.parent.typeName}/${method.name}`, body);
  if (!response.ok) {
    const told: unknown = await response.json().catch(() => null);
    throw failureIn(told, response.status);
  }
  return fromBinary(method.output, new Uint8Array(await response.arrayBuffer()));
}

export function failureOf(problem: unknown): ApiFailure {
  if (problem instanceof ApiFailure) return problem;
  return new ApiFailure("internal", problem instanceof Error ? problem.message : String(problem), "");
}
