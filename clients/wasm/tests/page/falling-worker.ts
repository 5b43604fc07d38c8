// The worker of the product, in a browser where every fifth call of the core traps: now before anything
// was done, now after, so that only the reply is lost.
const every = 5;
const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
) => Promise<WebAssembly.Instance>;
let calls = 0;

async function falling(module: WebAssembly.Module, imports: WebAssembly.Imports): Promise<WebAssembly.Instance> {
  const { exports } = await instantiate(module, imports);
  const call = exports["call"] as (...given: number[]) => number;
  const trapping = (...given: number[]): number => {
    const falls = ++calls % every === 0;
    if (falls && calls % 2 === 0) throw new WebAssembly.RuntimeError("unreachable");
    const ok = call(...given);
    if (falls) throw new WebAssembly.RuntimeError("unreachable");
    return ok;
  };
  return { exports: { ...exports, call: trapping } };
}

Object.assign(WebAssembly, { instantiate: falling });
await import("../../src/field-worker.ts");

export {};
