// Whose tablet this is, how the app looks and speaks, and locking it.
import { Button, LinkButton } from "@muster/shared/components/button";
import { Banner } from "@muster/shared/components/status";
import { language, languageNames, languages } from "@muster/shared/language";
import { hrefOf } from "../route.ts";
import { changeVault, vault } from "../state/session.ts";
import { type Look, look, looks } from "../state/settings.ts";
import { changeToNewVersion, newVersion } from "../state/update.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";

export function You() {
  const text = words.value.you;
  const state = vault.value;
  const mine = state?.kind === "open" ? state.vault : undefined;
  return (
    <Page title={text.title}>
      <div class="stack narrow">
        {newVersion.value !== undefined && (
          <Banner tone="info" title={text.update}>
            <p>{text.updateWhy}</p>
            <Button onPress={changeToNewVersion}>{text.updateNow}</Button>
          </Banner>
        )}
        {mine !== undefined && (
          <section class="card">
            <dl class="pairs">
              <div>
                <dt>{text.person}</dt>
                <dd>{mine.person}</dd>
              </div>
              <div>
                <dt>{text.organisation}</dt>
                <dd>{mine.organisation}</dd>
              </div>
            </dl>
          </section>
        )}
        <section class="card">
          <Picks
            title={text.language}
            name="language"
            picked={language.value}
            picks={languages.map((each) => ({ value: each, label: languageNames[each], lang: each }))}
            onPick={(value) => {
              language.value = value;
            }}
          />
          <Picks
            title={text.look}
            name="look"
            picked={look.value}
            picks={looks.map((each: Look) => ({ value: each, label: text.looks[each] }))}
            onPick={(value) => {
              look.value = value;
            }}
          />
        </section>
        <section class="card stack">
          <header>
            <h2>{text.lock}</h2>
          </header>
          <p class="soft">{text.lockWhy}</p>
          {mine?.needsPasscode === false && <p class="soft">{text.noPasscode}</p>}
          <div class="row wrap">
            <Button icon="lock" onPress={() => void changeVault((client) => client.lock())}>
              {text.lockNow}
            </Button>
            <LinkButton look="quiet" icon="user" href={hrefOf({ screen: "enrol", link: "" })}>
              {text.another}
            </LinkButton>
          </div>
        </section>
      </div>
    </Page>
  );
}

function Picks<Value extends string>(props: {
  title: string;
  name: string;
  picked: Value;
  picks: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
  onPick: (value: Value) => void;
}) {
  return (
    <fieldset class="picks">
      <legend class="lab">{props.title}</legend>
      <div class="opts">
        {props.picks.map((pick) => (
          <label key={pick.value} class="opt" lang={pick.lang}>
            <input
              type="radio"
              name={props.name}
              checked={pick.value === props.picked}
              onChange={() => props.onPick(pick.value)}
            />
            {pick.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
