// One question with everything around its control: number, label, hint, the ways not to answer, what is
// wrong, the reviewer's comment, a conflict, a note.
import type { IconName } from "@muster/shared/icons";
import { EvidenceKind, QuestionType } from "@muster/shared/api/checklist";
import type { Answer, FieldState } from "@muster/shared/api/field";
import { FieldValidity } from "@muster/shared/api/field";
import { Button } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { languageNames, isLanguage, said } from "@muster/shared/language";
import { unanswered } from "../answers.ts";
import type { Key, OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";
import { Alternatives } from "./alternatives.tsx";
import { Conflict } from "./conflict.tsx";
import type { QuestionItem } from "./control-props.ts";
import { Control } from "./control.tsx";
import { Evidence } from "./evidence.tsx";
import { Note } from "./note.tsx";
import { ObservedAt } from "./observed-at.tsx";

export interface Shown {
  readonly open: OpenAudit;
  readonly item: QuestionItem;
  // Of its section, where one question is the whole page.
  readonly section?: string;
  readonly compact?: boolean; // a row of a matrix
}

export function Question(props: Shown) {
  const { open, item } = props;
  const state = open.field(item.name);
  if (state === undefined || !state.relevant) return null;
  if (item.question.type === QuestionType.NOTE) return <Told {...props} state={state} />;
  return <Asked {...props} state={state} />;
}

function Told(props: Shown & { state: FieldState }) {
  return (
    <div class="q told" id={`q-${props.item.name}`} lang={props.state.labelLanguage}>
      <p>{props.state.label}</p>
      {props.state.hint !== "" && <p class="hint">{props.state.hint}</p>}
    </div>
  );
}

function Asked(props: Shown & { state: FieldState }) {
  const { open, item, state } = props;
  const legend = `l-${item.name}`;
  const key = { question: item.question.id, instances: [...item.instances] };
  const hinted = state.hint !== "" || guidanceOf(props).text !== "";
  return (
    <fieldset class={props.compact ? "q-row" : "q"} id={`q-${item.name}`}>
      <legend id={legend} tabIndex={-1} lang={state.labelLanguage}>
        {!props.compact && <Meta {...props} />}
        {state.label}
      </legend>
      <div class="q-body">
        <Fallback shown={state.labelLanguage} wanted={open.wanted} />
        {hinted && <Hint {...props} id={`h-${item.name}`} />}
        {state.comment !== "" && <Comment text={state.comment} />}
        {state.heads.length > 1 && <Conflict open={open} field={key} heads={state.heads} />}
        {state.readOnly ? (
          <output class="calculated" aria-labelledby={legend}>
            {state.shown}
          </output>
        ) : (
          <Answering {...props} field={key} labelledBy={legend} hintedBy={hinted ? `h-${item.name}` : ""} />
        )}
      </div>
    </fieldset>
  );
}

function Answering(props: Shown & { state: FieldState; field: Key; labelledBy: string; hintedBy: string }) {
  const { open, item, state } = props;
  const text = words.value;
  const problem = state.validity === FieldValidity.INVALID ? `p-${item.name}` : "";
  const answer = open.answerOf(item.name);
  const say = (given: Answer, options?: { typing?: boolean }) => open.answer(props.field, given, options);
  return (
    <>
      <Control
        open={open}
        item={item}
        state={state}
        answer={answer}
        labelledBy={props.labelledBy}
        describedBy={[props.hintedBy, problem].filter(Boolean).join(" ") || undefined}
        say={say}
      />
      <Alternatives
        question={item.question}
        name={item.name}
        answer={answer}
        compact={props.compact ?? false}
        say={say}
      />
      {state.evidence && <EvidenceAsked {...props} kind={item.question.evidence} />}
      {/* A missing answer is no fault while somebody is still answering; Check lists it. */}
      {problem !== "" && <Why id={problem} icon="circle-x" tone="not-met" text={state.message || text.check.invalid} />}
      {!props.compact && (
        <div class="more">
          {answer?.state.case === "value" && (
            <Button look="quiet" icon="x" onPress={() => say(unanswered())}>
              {text.question.clear}
            </Button>
          )}
          <ObservedAt open={open} field={props.field} answer={answer} />
          <Note open={open} field={props.field} name={item.name} note={state.note} />
          {!state.evidence && !isEvidence(item.question.type) && (
            <Evidence
              open={open}
              field={props.field}
              attached={state.attached}
              kind={EvidenceKind.PHOTO}
              look="quiet"
            />
          )}
        </div>
      )}
    </>
  );
}

// What the answer is to be shown with: asked for, until it is there.
function EvidenceAsked(props: Shown & { state: FieldState; field: Key; kind: EvidenceKind }) {
  const { attached } = props.state;
  return (
    <>
      {attached.length === 0 && (
        <Why icon="camera" tone="concern" text={words.value.evidence.asked[props.kind]} />
      )}
      <Evidence open={props.open} field={props.field} attached={attached} kind={props.kind} />
    </>
  );
}

const isEvidence = (type: QuestionType) => type >= QuestionType.IMAGE && type <= QuestionType.FILE;

function Meta(props: Shown & { state: FieldState }) {
  const text = words.value;
  const numbers = props.open.numbers.value;
  const number = numbers.get(props.item.name);
  if (number === undefined) return null;
  return (
    <span class="meta">
      {props.section === undefined
        ? text.audit.question(number)
        : text.audit.place(props.section, number, numbers.size)}
      {props.state.required && <span class="needed"> · {text.question.required}</span>}
      {props.state.readOnly && <span> · {text.question.readOnly}</span>}
    </span>
  );
}

function Fallback(props: { shown: string; wanted: string }) {
  const name = (language: string) => (isLanguage(language) ? languageNames[language] : language);
  if (props.shown === "" || props.shown === props.wanted) return null;
  return <p class="hint fallback">{words.value.question.fallback(name(props.shown), name(props.wanted))}</p>;
}

const guidanceOf = (props: Shown) => said(props.item.question.guidance, props.open.language);

function Hint(props: Shown & { state: FieldState; id: string }) {
  const guidance = guidanceOf(props);
  return (
    <div class="hint" id={props.id} lang={props.state.labelLanguage}>
      {props.state.hint !== "" && <p>{props.state.hint}</p>}
      {guidance.text !== "" && (
        <details lang={guidance.language}>
          <summary>{words.value.question.guidance}</summary>
          {guidance.text}
        </details>
      )}
    </div>
  );
}

function Why(props: { id?: string; icon: IconName; tone: "concern" | "not-met"; text: string }) {
  return (
    <p class={`why ${props.tone}`} id={props.id}>
      <Icon name={props.icon} />
      <span>{props.text}</span>
    </p>
  );
}

function Comment(props: { text: string }) {
  return (
    <div class="remark">
      <Icon name="message-square" />
      <div>
        <b class="b">{words.value.question.reviewer}</b>
        <p>{props.text}</p>
      </div>
    </div>
  );
}
