// What a page asked the server for: on its way, there, or failed and why.
import { useEffect, useState } from "preact/hooks";
import { type ApiFailure, failureOf } from "../api.ts";
import { person } from "./session.ts";

export type Loaded<Value> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly failure: ApiFailure }
  | { readonly state: "ready"; readonly value: Value };

// Asks again whenever `key` changes; an answer to an earlier question is dropped.
export function useLoaded<Value>(key: string, ask: () => Promise<Value>): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ state: "loading" });
  useEffect(() => {
    let wanted = true;
    setLoaded({ state: "loading" });
    ask().then(
      (value) => wanted && setLoaded({ state: "ready", value }),
      (problem: unknown) => {
        const failure = failureOf(problem);
        if (failure.code === "unauthenticated") person.value = null;
        if (wanted) setLoaded({ state: "failed", failure });
      },
    );
    return () => {
      wanted = false;
    };
  }, [key]);
  return loaded;
}
