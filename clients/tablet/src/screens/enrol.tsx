// A tablet becomes one person's: the link that the office gave, checked against the server's fingerprint.
import { useSignal } from "@preact/signals";
import type { EnrolReply } from "@muster/shared/api/field";
import { Button, LinkButton } from "@muster/shared/components/button";
import { Banner } from "@muster/shared/components/status";
import { hrefOf } from "../route.ts";
import type { Failure } from "../state/failure.ts";
import { Scanner } from "../questions/scanner.tsx";
import { enrol, isEnrolled } from "../state/session.ts";
import { words } from "../words/words.ts";

type State =
  | { readonly kind: "asking" }
  | { readonly kind: "under-way" }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "done"; readonly reply: EnrolReply };

export function Enrol(props: { link: string }) {
  const text = words.value.enrol;
  const state = useSignal<State>({ kind: "asking" });
  const link = useSignal(props.link);
  const label = useSignal("");
  const passcode = useSignal("");
  const again = useSignal("");
  const wrong = useSignal("");

  const send = async () => {
    wrong.value = link.value.trim() === "" ? text.noLink : passcode.value !== again.value ? text.differ : "";
    if (wrong.value !== "" || state.value.kind === "under-way") return;
    state.value = { kind: "under-way" };
    // As in route.ts: what was shown for a browser on the server's own computer begins with http.
    const named = link.value.trim().replace(/^http:/, "https:");
    const result = await enrol(named, label.value.trim() || text.labelDefault, passcode.value);
    state.value =
      result.kind === "enrolled" ? { kind: "done", reply: result.reply } : { kind: "refused", failure: result.failure };
  };
  if (state.value.kind === "done") return <Done reply={state.value.reply} />;
  const busy = state.value.kind === "under-way";
  return (
    <main class="door">
      <h1 tabIndex={-1}>{text.title}</h1>
      <p class="soft">{text.lead}</p>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field id="link" label={text.link} hint={text.linkHint} type="url" value={link} />
        <div class="scan">
          <Scanner
            label={words.value.scanner.picture}
            onCode={(code) => {
              link.value = code;
            }}
          />
        </div>
        <Field id="label" label={text.label} type="text" value={label} placeholder={text.labelDefault} />
        <Field id="passcode" label={text.passcode} hint={text.passcodeHint} type="password" value={passcode} />
        {passcode.value !== "" && <Field id="again" label={text.passcodeAgain} type="password" value={again} />}
        {wrong.value !== "" && (
          <p class="why not-met" role="alert">
            {wrong.value}
          </p>
        )}
        {state.value.kind === "refused" && (
          <Banner tone="not-met" title={state.value.failure.message} alert>
            {state.value.failure.hint}
          </Banner>
        )}
        <div class="row wrap">
          <Button look="primary" busy={busy} onPress={() => void send()}>
            {busy ? text.enrolling : text.enrol}
          </Button>
          {isEnrolled() && (
            <LinkButton look="quiet" href={hrefOf({ screen: "you" })}>
              {text.cancel}
            </LinkButton>
          )}
        </div>
      </form>
    </main>
  );
}

function Field(props: {
  id: string;
  label: string;
  hint?: string;
  type: "url" | "text" | "password";
  value: { value: string };
  placeholder?: string;
}) {
  const attributes = {
    class: "in",
    id: props.id,
    autocapitalize: "off",
    spellcheck: false,
    "aria-describedby": props.hint === undefined ? undefined : `${props.id}-hint`,
    value: props.value.value,
    onInput: (event: { currentTarget: { value: string } }) => {
      props.value.value = event.currentTarget.value;
    },
  } as const;
  return (
    <>
      <label class="lab" for={props.id}>
        {props.label}
      </label>
      {props.hint !== undefined && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.type === "password" ? (
        <input type="password" autocomplete="new-password" {...attributes} />
      ) : (
        <input type="text" inputMode={props.type} autocomplete="off" placeholder={props.placeholder} {...attributes} />
      )}
    </>
  );
}

function Done(props: { reply: EnrolReply }) {
  const text = words.value.enrol;
  return (
    <main class="door">
      <h1 tabIndex={-1}>{text.done}</h1>
      <section class="card stack">
        <p>{text.with(props.reply.organisation)}</p>
        <p class="soft">{text.fingerprint}</p>
        <p class="fingerprint">{props.reply.fingerprint}</p>
        <div>
          <LinkButton look="primary" href={hrefOf({ screen: "today" })}>
            {text.go}
          </LinkButton>
        </div>
      </section>
    </main>
  );
}
