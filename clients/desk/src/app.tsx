// The frame around every page: navigation, who is signed in, and the page that the address names.
import type { IconName } from "@muster/shared/icons";
import { Icon } from "@muster/shared/components/icon";
import { place, to } from "./route.ts";
import { Audits } from "./screens/audits.tsx";
import { Compliance } from "./screens/compliance.tsx";
import { Locations } from "./screens/locations.tsx";
import { NewPassword } from "./screens/new-password.tsx";
import { OneAudit } from "./screens/one-audit.tsx";
import { Overview } from "./screens/overview.tsx";
import { People } from "./screens/people.tsx";
import { Questions } from "./screens/questions.tsx";
import { SignIn } from "./screens/sign-in.tsx";
import { person, signOut } from "./state/session.ts";
import { words } from "./words/words.ts";

type PageName = keyof typeof words.value.pages;

const pages: readonly (readonly [PageName, IconName])[] = [
  ["overview", "list-checks"],
  ["locations", "map-pin"],
  ["questions", "message-square"],
  ["audits", "clipboard-check"],
  ["compliance", "shield-check"],
  ["people", "smartphone"],
];

function Navigation() {
  const here = place.value.page || "overview";
  return (
    <nav class="side" aria-label={words.value.main}>
      <div class="brand">
        <Icon name="shield-check" />
        {words.value.appName}
      </div>
      {pages.map(([name, icon]) => (
        <a key={name} href={to(name === "overview" ? "" : name)} aria-current={here === name ? "page" : undefined}>
          <Icon name={icon} />
          <span>{words.value.pages[name]}</span>
        </a>
      ))}
      <div class="foot2 tiny muted">
        <p>{person.value?.organisation}</p>
        <p>{person.value?.name}</p>
        <button type="button" class="link" onClick={() => void signOut()}>
          {words.value.signOut}
        </button>
      </div>
    </nav>
  );
}

function Here() {
  const { page, id } = place.value;
  switch (page) {
    case "locations":
      return <Locations />;
    case "questions":
      return <Questions />;
    case "audits":
      return id === "" ? <Audits /> : <OneAudit key={id} id={id} />;
    case "compliance":
      return <Compliance />;
    case "people":
      return <People />;
    default:
      return <Overview />;
  }
}

export function App() {
  if (place.value.page === "password") return <NewPassword />;
  if (person.value === undefined) return <p class="loading muted">{words.value.loading}</p>;
  if (person.value === null) return <SignIn />;
  return (
    <div class="desk">
      <a class="skip" href="#main">
        {words.value.skip}
      </a>
      <Navigation />
      <Here />
    </div>
  );
}
