// Which screen is shown: the door where no vault is open, else what the address says.
import { useEffect } from "preact/hooks";
import { Banner } from "@muster/shared/components/status";
import { ErrorBoundary } from "./error-boundary.tsx";
import { goInstead, route, type Route } from "./route.ts";
import { Announcer } from "./screens/announcer.tsx";
import { Audit } from "./screens/audit.tsx";
import { Brief } from "./screens/brief.tsx";
import { Check } from "./screens/check.tsx";
import { Discreet } from "./screens/discreet.tsx";
import { Enrol } from "./screens/enrol.tsx";
import { Locked } from "./screens/locked.tsx";
import { Storage } from "./screens/storage.tsx";
import { Sync } from "./screens/sync.tsx";
import { Today } from "./screens/today.tsx";
import { You } from "./screens/you.tsx";
import { failure, vault } from "./state/session.ts";
import { words } from "./words/words.ts";

export function App() {
  return (
    <ErrorBoundary>
      <Screen />
    </ErrorBoundary>
  );
}

function Screen() {
  const state = vault.value;
  const here = route.value;
  if (state === undefined) return <Starting />;
  if (here.screen === "enrol") return <Enrol key={here.link} link={here.link} />;
  switch (state.kind) {
    case "locked":
      return state.vaults.length === 0 ? <ToEnrol /> : <Locked vaults={state.vaults} />;
    case "set_aside":
      return <Locked vaults={state.vaults} />;
    case "open":
      if (state.vault.person === "") return <ToEnrol />;
      return here.screen === "discreet" ? (
        <Discreet audit={here.audit} />
      ) : (
        <>
          <Open here={here} />
          <Announcer />
        </>
      );
  }
}

// By its address, so that the screen stays while the vault behind it fills.
function ToEnrol() {
  useEffect(() => goInstead({ screen: "enrol", link: "" }), []);
  return null;
}

function Starting() {
  if (failure.value === undefined) return <p class="waiting">{words.value.failure.starting}</p>;
  return (
    <main class="door">
      <Banner tone="not-met" title={failure.value.message} alert>
        {failure.value.hint}
      </Banner>
    </main>
  );
}

function Open(props: { here: Exclude<Route, { screen: "enrol" | "discreet" }> }) {
  const { here } = props;
  switch (here.screen) {
    case "today":
      return <Today />;
    case "sync":
      return <Sync />;
    case "storage":
      return <Storage />;
    case "you":
      return <You />;
    case "brief":
      return <Brief audit={here.audit} />;
    case "check":
      return <Check audit={here.audit} />;
    case "audit":
      return <Audit here={here} />;
  }
}
