// What every screen stands in: the bar with its title, the tabs, and the one place that speaks to a screen
// reader.
import type { ComponentChildren } from "preact";
import type { IconName } from "@muster/shared/icons";
import { Icon } from "@muster/shared/components/icon";
import { hrefOf, type Route, route } from "../route.ts";
import { syncState } from "../state/session.ts";
import { words } from "../words/words.ts";
import { SyncPill } from "./sync-pill.tsx";

export function Bar(props: { title: string; sub?: string; before?: ComponentChildren; children?: ComponentChildren }) {
  return (
    <header class="appbar">
      {props.before}
      <div class="grow">
        <h1 tabIndex={-1}>{props.title}</h1>
        {props.sub !== undefined && <p class="sub">{props.sub}</p>}
      </div>
      {props.children}
    </header>
  );
}

// A screen with tabs beside it, or below it on a phone.
export function Page(props: {
  title: string;
  sub?: string;
  before?: ComponentChildren;
  status?: ComponentChildren; // the sync pill, if nothing else
  children: ComponentChildren;
}) {
  return (
    <div class="app">
      <Bar title={props.title} {...(props.sub === undefined ? {} : { sub: props.sub })} before={props.before}>
        {props.status ?? <SyncPill />}
      </Bar>
      <Tabs />
      <main>{props.children}</main>
    </div>
  );
}

const tabs: readonly {
  readonly to: Route & { screen: "today" | "sync" | "storage" | "you" };
  readonly icon: IconName;
}[] = [
  { to: { screen: "today" }, icon: "calendar-days" },
  { to: { screen: "sync" }, icon: "refresh-cw" },
  { to: { screen: "storage" }, icon: "hard-drive" },
  { to: { screen: "you" }, icon: "user" },
];

function Tabs() {
  const text = words.value;
  const here = syncState.value?.waiting.length ?? 0;
  return (
    <nav class="tabs" aria-label={text.main}>
      <ul>
        {tabs.map(({ to, icon }) => (
          <li key={to.screen}>
            <a href={hrefOf(to)} aria-current={route.value.screen === to.screen ? "page" : undefined}>
              <Icon name={icon} />
              {text[to.screen].title}
              {to.screen === "sync" && here > 0 && (
                <span class="dot">
                  <span aria-hidden="true">{here}</span>
                  <span class="sr">{text.pill.here(here)}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
