// The answers by section, each with its value, what it earned, and a comment for the shopper.
import { useState } from "preact/hooks";
import type { AnswerView, GetAuditReply } from "@muster/shared/api/review";
import { Tag } from "@muster/shared/components/status";
import { momentText } from "@muster/shared/format";
import { idOf } from "../../parts/ids.ts";
import { percent } from "../../parts/numbers.ts";
import { words } from "../../words/words.ts";
import type { Comments } from "../one-audit.tsx";

function Value(props: { answer: AnswerView }) {
  const { answer } = props;
  const say = words.value.audit;
  if (answer.heads.length > 1) {
    return (
      <>
        <Tag tone="concern" icon="triangle-alert">
          {say.twoAnswers}
        </Tag>
        <ul class="heads">
          {answer.heads.map((head) => (
            <li key={idOf(head.opId)}>
              <b>{head.value}</b>{" "}
              <small class="soft">
                {head.who}, {momentText(Number(head.utcMs))}
              </small>
            </li>
          ))}
        </ul>
      </>
    );
  }
  if (answer.state === "unanswered") return <span class="muted">{say.unanswered}</span>;
  if (answer.criticalFailed) {
    return (
      <Tag tone="not-met" icon="octagon-alert">
        {answer.value}
      </Tag>
    );
  }
  return <span class="b">{answer.value}</span>;
}

function Comment(props: { label: string; text: string; set: (text: string) => void }) {
  const say = words.value.audit;
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <button type="button" class="link" onClick={() => setOpen(true)}>
        {props.text === "" ? say.comment : props.text}
      </button>
    );
  }
  return (
    <label class="comment">
      <span class="small">{say.commentOn(props.label)}</span>
      <textarea
        class="in"
        rows={2}
        placeholder={say.commentHint}
        value={props.text}
        autofocus
        onInput={(event) => props.set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setOpen(false);
        }}
      />
    </label>
  );
}

function Answer(props: { answer: AnswerView; text: string; set: ((text: string) => void) | null }) {
  const { answer } = props;
  return (
    <li class="ans" tabIndex={-1}>
      <span class="id">{answer.question}</span>
      <span>
        {answer.label}
        {answer.note && <q class="small soft block">{answer.note}</q>}
        {props.set && <Comment label={answer.question} text={props.text} set={props.set} />}
      </span>
      <span>
        <Value answer={answer} />
      </span>
      <span class="ev">{answer.scored ? answer.points : ""}</span>
    </li>
  );
}

export function AnswerList(props: {
  audit: GetAuditReply;
  comments: Comments;
  setComments: (comments: Comments) => void;
  may: boolean;
}) {
  const say = words.value.audit;
  const all = props.audit.sections.flatMap((section) => section.answers);
  const answered = all.filter((answer) => answer.state !== "unanswered").length;
  const set = (id: string, text: string) => {
    const next = new Map(props.comments);
    if (text === "") next.delete(id);
    else next.set(id, text);
    props.setComments(next);
  };
  return (
    <section class="card c8" aria-labelledby="answers">
      <header>
        <h2 id="answers">{say.answers}</h2>
        <span class="note">
          {say.answered(answered, all.length)} · <kbd>J</kbd> <kbd>K</kbd> {say.keys}
        </span>
      </header>
      {props.audit.sections.map((section) => (
        <div key={section.id}>
          <h3 class="soft">
            {section.title} <span class="muted">{section.hasShare ? percent(section.share) : ""}</span>
          </h3>
          <ul>
            {section.answers.map((answer) => {
              const id = idOf(answer.register);
              return (
                <Answer
                  key={id}
                  answer={answer}
                  text={props.comments.get(id) ?? ""}
                  set={props.may && props.audit.stage === "submitted" ? (text) => set(id, text) : null}
                />
              );
            })}
          </ul>
        </div>
      ))}
    </section>
  );
}
