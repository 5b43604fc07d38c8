// Nobody's vault is open: who works chooses theirs. Nothing of any vault is shown but names.
import { useSignal } from "@preact/signals";
import { Button, LinkButton } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { Banner } from "@muster/shared/components/status";
import type { Vault } from "@muster/wasm/field-protocol";
import { hrefOf } from "../route.ts";
import { changeVault, vault } from "../state/session.ts";
import { words } from "../words/words.ts";

export function Locked(props: { vaults: readonly Vault[] }) {
  const text = words.value;
  const state = vault.value;
  return (
    <main class="door">
      <h1 tabIndex={-1}>{text.locked.title}</h1>
      {state?.kind === "set_aside" && (
        <Banner tone="not-met" title={text.locked.asideTitle} alert>
          {text.locked.asideWhy(state.kept)}
        </Banner>
      )}
      <ul class="visits">
        {props.vaults.map((each) => (
          <li key={each.id}>
            <VaultDoor vault={each} />
          </li>
        ))}
      </ul>
      <LinkButton icon="user" href={hrefOf({ screen: "enrol", link: "" })}>
        {text.you.another}
      </LinkButton>
    </main>
  );
}

function VaultDoor(props: { vault: Vault }) {
  const text = words.value.locked;
  const { vault: door } = props;
  const passcode = useSignal("");
  const asked = useSignal(false);
  const wrong = useSignal("");
  const open = async () => {
    if (door.needsPasscode && !asked.value) {
      asked.value = true;
      return;
    }
    const failed = await changeVault((client) => client.openVault(door.id, passcode.value));
    passcode.value = "";
    if (failed !== undefined) {
      wrong.value = failed.code === "unauthenticated" ? text.wrong : `${failed.message} ${failed.hint}`.trim();
    }
  };
  return (
    <form
      class="visit vault"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <Icon name={door.needsPasscode ? "lock" : "user"} />
      <span class="what">
        {door.person || words.value.enrol.unfinished}
        <small>{door.organisation}</small>
      </span>
      <Button onPress={() => void open()}>
        {text.open}
        <span class="sr">: {door.person}</span>
      </Button>
      {asked.value && (
        <div class="passcode">
          <label class="lab" for={`code-${door.id}`}>
            {text.passcode}
          </label>
          <input
            class="in"
            id={`code-${door.id}`}
            type="password"
            autocomplete="current-password"
            value={passcode.value}
            ref={(input) => {
              if (passcode.value === "" && wrong.value === "") input?.focus();
            }}
            onInput={(event) => {
              passcode.value = event.currentTarget.value;
            }}
          />
        </div>
      )}
      {wrong.value !== "" && (
        <p class="why not-met" role="alert">
          {wrong.value}
        </p>
      )}
    </form>
  );
}
