// What every page has: title, filter, what is loading or failed.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Programme } from "@muster/shared/api/programme";
import { Banner } from "@muster/shared/components/status";
import type { ApiFailure } from "../api.ts";
import { go, place, to } from "../route.ts";
import { type Filter, filterHere, programmes } from "../state/report.ts";
import { type Loaded, useLoaded } from "../state/loaded.ts";
import { words } from "../words/words.ts";

export function Page(props: {
  title: string;
  above?: ComponentChildren;
  sub?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${props.title} · ${words.value.appName}`;
  }, [props.title]);
  return (
    <main class="page" id="main">
      <div class="top">
        <div class="grow">
          {props.above}
          <h1>{props.title}</h1>
          {props.sub && <p class="sub">{props.sub}</p>}
        </div>
        {props.actions}
      </div>
      {props.children}
    </main>
  );
}

export function FailureBanner(props: { failure: ApiFailure }) {
  return (
    <Banner tone="not-met" title={props.failure.message} alert>
      {props.failure.hint}
    </Banner>
  );
}

// What was asked for once it is there.
export function Ready<Value>(props: { of: Loaded<Value>; children: (value: Value) => ComponentChildren }) {
  if (props.of.state === "ready") return <>{props.children(props.of.value)}</>;
  if (props.of.state === "failed") return <FailureBanner failure={props.of.failure} />;
  return (
    <p class="loading muted" role="status">
      {words.value.loading}
    </p>
  );
}

function Filters(props: { programmes: readonly Programme[]; filter: Filter }) {
  const { page, id } = place.value;
  const chosen = props.programmes.find((each) => each.ref === props.filter.programme);
  const select = (name: string, value: string) => go(to(page, id, { [name]: value }));
  return (
    <div class="filters">
      <label>
        {words.value.programme}{" "}
        <select value={props.filter.programme} onChange={(event) => select("programme", event.currentTarget.value)}>
          {props.programmes.map((each) => (
            <option key={each.ref} value={each.ref}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.value.wave}{" "}
        <select value={props.filter.wave} onChange={(event) => select("wave", event.currentTarget.value)}>
          <option value="">{words.value.allWaves}</option>
          {(chosen?.waves ?? []).map((wave) => (
            <option key={wave.ref} value={wave.ref}>
              {wave.name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

// A page of the merged report of one programme and wave.
export function WithFilter(props: { children: (filter: Filter) => ComponentChildren }) {
  const known = useLoaded("programmes", programmes);
  return (
    <Ready of={known}>
      {(list) => {
        if (list.length === 0) return <Banner tone="info" title={words.value.noProgramme} />;
        const filter = filterHere(list);
        return (
          <>
            <Filters programmes={list} filter={filter} />
            {props.children(filter)}
          </>
        );
      }}
    </Ready>
  );
}
