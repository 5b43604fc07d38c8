// field.wasm in this worker: its memory, its imports, and one call at a time. Knows bytes and nothing
// of their meaning.
import { fromBinary } from "@bufbuild/protobuf";
import { FailureSchema } from "@muster/shared/api/field";
import { FieldFailure } from "./field-failure.ts";
import type { Storage } from "./storage.ts";

type Exports = {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  allocate(size: number): number;
  release(memory: number): void;
  call(method: number, methodSize: number, request: number, requestSize: number): number;
  reply_data(): number;
  reply_size(): number;
};

/** The instance is gone, by a trap or a bug: another one has to be made. What was committed stands. */
export class CoreStopped extends Error {}

const success = 0;
const badDescriptor = 8; // WASI's errno

export class FieldCore {
  readonly #exports: Exports;
  readonly #text = new TextEncoder();

  private constructor(exports: Exports) {
    this.#exports = exports;
  }

  static async start(module: WebAssembly.Module, storage: Storage): Promise<FieldCore> {
    let memory: WebAssembly.Memory | undefined;
    const view = (): DataView => new DataView(present(memory).buffer);
    const bytes = (at: number, size: number): Uint8Array => new Uint8Array(present(memory).buffer, at, size);
    const instance = await WebAssembly.instantiate(module, {
      storage: storage.imports(bytes),
      clock: {
        utc_ms: () => Date.now(),
        offset_minutes: (utcMs: number) => -new Date(utcMs).getTimezoneOffset(),
        monotonic_ms: () => performance.now(),
      },
      wasi_snapshot_preview1: wasi(view, bytes),
    });
    const exports = instance.exports as unknown as Exports;
    memory = exports.memory;
    exports._initialize();
    return new FieldCore(exports);
  }

  /** Throws FieldFailure where the core says no, and CoreStopped where it fell. */
  call(method: string, request: Uint8Array): Uint8Array {
    const core = this.#exports;
    let reply: Uint8Array;
    let ok: boolean;
    try {
      const name = this.#put(this.#text.encode(method));
      const body = this.#put(request);
      ok = core.call(name.at, name.size, body.at, body.size) === 1;
      core.release(name.at);
      core.release(body.at);
      // A copy: the reply stands until the next call only.
      reply = new Uint8Array(core.memory.buffer, core.reply_data(), core.reply_size()).slice();
    } catch (trap) {
      throw new CoreStopped(`${method}: ${String(trap)}`);
    }
    if (ok) return reply;
    const { code, message, hint } = fromBinary(FailureSchema, reply);
    throw new FieldFailure({ code, message, hint });
  }

  #put(bytes: Uint8Array): { at: number; size: number } {
    const at = this.#exports.allocate(bytes.length);
    if (at === 0) throw new RangeError("The core has no memory left.");
    new Uint8Array(this.#exports.memory.buffer, at, bytes.length).set(bytes);
    return { at, size: bytes.length };
  }
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new CoreStopped("The core called out before it was there.");
  return value;
}

/** What is left of a system: randomness, and a console for last words. */
function wasi(
  view: () => DataView,
  bytes: (at: number, size: number) => Uint8Array,
): Record<string, (...given: number[]) => number> {
  return {
    random_get: (at = 0, size = 0) => {
      crypto.getRandomValues(bytes(at, size) as Uint8Array<ArrayBuffer>);
      return success;
    },
    environ_sizes_get: (count = 0, size = 0) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return success;
    },
    environ_get: () => success,
    fd_close: () => badDescriptor,
    fd_seek: () => badDescriptor,
    fd_write: (_file = 0, parts = 0, count = 0, written = 0) => {
      let said = "";
      let total = 0;
      for (let part = 0; part < count; ++part) {
        const at = view().getUint32(parts + 8 * part, true);
        const size = view().getUint32(parts + 8 * part + 4, true);
        said += new TextDecoder().decode(bytes(at, size).slice());
        total += size;
      }
      console.error(said);
      view().setUint32(written, total, true);
      return success;
    },
    proc_exit: (code = 0) => {
      throw new CoreStopped(`The core ended with ${code}.`);
    },
  };
}
