// Name and password; the server says no more than that one of them is wrong.
import { useState } from "preact/hooks";
import { Icon } from "@muster/shared/components/icon";
import { type ApiFailure, failureOf } from "../api.ts";
import { FailureBanner } from "../parts/page.tsx";
import { signIn } from "../state/session.ts";
import { words } from "../words/words.ts";

export function SignIn() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const say = words.value.signIn;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await signIn(name, password);
    } catch (problem) {
      setFailure(failureOf(problem));
      setBusy(false);
    }
  };
  return (
    <main class="door">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <div class="brand">
          <Icon name="shield-check" />
          {words.value.appName}
        </div>
        <h1>{say.title}</h1>
        {failure && <FailureBanner failure={failure} />}
        <label class="lab" for="name">
          {say.name}
        </label>
        <input
          class="in"
          id="name"
          autocomplete="username"
          aria-describedby="name-hint"
          required
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <p class="note" id="name-hint">
          {say.nameHint}
        </p>
        <label class="lab" for="password">
          {say.password}
        </label>
        <input
          class="in"
          id="password"
          type="password"
          autocomplete="current-password"
          required
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <button type="submit" class="btn primary block" aria-busy={busy}>
          {busy ? say.busy : say.do}
        </button>
        <p class="note">{say.none}</p>
      </form>
    </main>
  );
}
