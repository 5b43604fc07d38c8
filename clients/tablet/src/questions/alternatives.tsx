// The ways not to answer, apart from the scale: not applicable and not observed, each with a reason.
import type { Question } from "@muster/shared/api/checklist";
import type { Answer } from "@muster/shared/api/field";
import { notApplicable, notObserved, unanswered } from "../answers.ts";
import { words } from "../words/words.ts";
import { Typed } from "./typed.tsx";

type Way = "notApplicable" | "notObserved";

export function Alternatives(props: {
  question: Question;
  name: string;
  answer: Answer | undefined;
  compact: boolean;
  say: (answer: Answer, options?: { typing?: boolean }) => void;
}) {
  const text = words.value.question;
  const state = props.answer?.state;
  const ways: Way[] = [
    ...(props.question.notApplicableAllowed ? (["notApplicable"] as const) : []),
    ...(props.question.notObservedAllowed ? (["notObserved"] as const) : []),
  ];
  const answerOf = (way: Way, reason: string) =>
    way === "notApplicable" ? notApplicable(reason) : notObserved(reason);
  const taken = ways.find((way) => way === state?.case);
  if (ways.length === 0) return null;
  return (
    <>
      <div class="opts more">
        {ways.map((way) => (
          <label key={way} class="opt alt">
            <input
              type="checkbox"
              checked={way === taken}
              onChange={(event) => props.say(event.currentTarget.checked ? answerOf(way, "") : unanswered())}
            />
            {props.compact && way === "notApplicable" ? text.notApplicableShort : text[way]}
          </label>
        ))}
      </div>
      {taken !== undefined && (
        <>
          <label class="lab" for={`r-${props.name}`}>
            {text.reason}
          </label>
          <Typed
            id={`r-${props.name}`}
            many
            shown={state?.case === taken ? state.value : ""}
            onTyped={(reason) => props.say(answerOf(taken, reason), { typing: true })}
          />
        </>
      )}
    </>
  );
}
