// A person sets a password with the code of the link, which stands behind the # and so reaches no server log.
import { useState } from "preact/hooks";
import { ApiFailure, failureOf } from "../api.ts";
import { FailureBanner } from "../parts/page.tsx";
import { go, to } from "../route.ts";
import { setPassword } from "../state/session.ts";
import { words } from "../words/words.ts";

function Password(props: { id: string; label: string; value: string; set: (value: string) => void; hint?: string }) {
  return (
    <>
      <label class="lab" for={props.id}>
        {props.label}
      </label>
      <input
        class="in"
        id={props.id}
        type="password"
        autocomplete="new-password"
        aria-describedby={props.hint ? `${props.id}-hint` : undefined}
        required
        value={props.value}
        onInput={(event) => props.set(event.currentTarget.value)}
      />
      {props.hint && (
        <p class="note" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
    </>
  );
}

export function NewPassword() {
  const [code, setCode] = useState(location.hash.slice(1));
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const say = words.value.newPassword;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (first !== second) {
      setFailure(new ApiFailure("invalid", say.differ, ""));
      return;
    }
    try {
      await setPassword(code, first);
      go(to(""));
    } catch (problem) {
      setFailure(failureOf(problem));
    }
  };
  return (
    <main class="door">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <h1>{say.title}</h1>
        {failure && <FailureBanner failure={failure} />}
        <label class="lab" for="code">
          {say.code}
        </label>
        <input
          class="in"
          id="code"
          autocomplete="one-time-code"
          required
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <Password id="first" label={words.value.signIn.password} value={first} set={setFirst} hint={say.hint} />
        <Password id="second" label={say.again} value={second} set={setSecond} />
        <button type="submit" class="btn primary block">
          {say.do}
        </button>
      </form>
    </main>
  );
}
