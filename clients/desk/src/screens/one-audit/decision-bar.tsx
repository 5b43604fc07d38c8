// Accept, return, reject, exclude. A decision names the state that is on the screen, so that of two who decide
// at once the second is told what happened.
import { useState } from "preact/hooks";
import { type GetAuditReply, ReviewService, ReviewVerdict } from "@muster/shared/api/review";
import { Banner } from "@muster/shared/components/status";
import { Button } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { type ApiFailure, call, failureOf } from "../../api.ts";
import { bytesOf } from "../../parts/ids.ts";
import { FailureBanner } from "../../parts/page.tsx";
import { words } from "../../words/words.ts";
import type { Comments } from "../one-audit.tsx";

type Asked = "reject" | "exclude";

const verdicts = { reject: ReviewVerdict.REJECT, exclude: ReviewVerdict.EXCLUDE } as const;

function ReasonForm(props: { asked: Asked; give: (reason: string) => void; cancel: () => void }) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const say = words.value.audit;
  return (
    <form
      class="card reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() === "") setMissing(true);
        else props.give(reason.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.cancel();
      }}
    >
      <label class="lab" for="reason">
        {say.reason}
      </label>
      <textarea
        class="in"
        id="reason"
        rows={2}
        autofocus
        aria-invalid={missing}
        aria-describedby="reason-hint"
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <p class="note" id="reason-hint" role={missing ? "alert" : undefined}>
        {missing ? say.needsReason : say.reasonHint}
      </p>
      <div class="row">
        <button type="submit" class="btn primary">
          {say[props.asked]}
        </button>
        <Button onPress={props.cancel}>{say.cancel}</Button>
      </div>
    </form>
  );
}

export function DecisionBar(props: { audit: GetAuditReply; comments: Comments; may: boolean; decided: () => void }) {
  const { audit, comments } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [told, setTold] = useState("");
  const say = words.value.audit;
  const decide = async (verdict: ReviewVerdict, reason: string) => {
    if (busy) return;
    setBusy(true);
    try {
      const said = [...comments].map(([id, text]) => ({ register: bytesOf(id), text }));
      await call(ReviewService.method.decideAudit, {
        audit: audit.audit,
        seen: audit.seen,
        verdict,
        reason,
        comments: verdict === ReviewVerdict.RETURN ? said : [],
      });
      props.decided();
    } catch (problem) {
      setFailure(failureOf(problem));
      setBusy(false);
    }
  };
  const open = audit.stage === "submitted" || audit.disputed;
  const accept = () => {
    const hindrance = audit.hindrances[0];
    if (hindrance === undefined) void decide(ReviewVerdict.ACCEPT, "");
    else setTold(hindrance);
  };
  const sendBack = () => {
    if (comments.size === 0) setTold(say.needsComment);
    else void decide(ReviewVerdict.RETURN, "");
  };
  if (!props.may) return open ? <p class="note">{say.onlyManager}</p> : null;
  return (
    <div class="decision">
      {failure && <FailureBanner failure={failure} />}
      {failure && <Button onPress={props.decided}>{say.again}</Button>}
      {told !== "" && <Banner tone="concern" title={told} alert />}
      {asked ? (
        <ReasonForm
          asked={asked}
          cancel={() => setAsked(null)}
          give={(reason) => void decide(verdicts[asked], reason)}
        />
      ) : (
        <div class="row verdicts">
          {open && (
            <>
              <button type="button" class="btn primary" data-key="a" aria-busy={busy} onClick={accept}>
                <Icon name="check" />
                {say.accept} <kbd>A</kbd>
              </button>
              <button type="button" class="btn" data-key="r" aria-busy={busy} onClick={sendBack}>
                <Icon name="undo-2" />
                {comments.size === 0 ? say.return : say.returnWith(comments.size)} <kbd>R</kbd>
              </button>
              <Button onPress={() => setAsked("reject")}>{say.reject}</Button>
            </>
          )}
          {audit.stage === "accepted" && <Button onPress={() => setAsked("exclude")}>{say.exclude}</Button>}
        </div>
      )}
    </div>
  );
}
