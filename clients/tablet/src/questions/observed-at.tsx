// An answer that is given later keeps the time that was marked when it was observed.
import type { Answer } from "@muster/shared/api/field";
import { secondText } from "@muster/shared/format";
import { isAnswered } from "../answers.ts";
import { marksOf } from "../state/marks.ts";
import type { Key, OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";
import { momentAt } from "./dates.tsx";

export function ObservedAt(props: { open: OpenAudit; field: Key; answer: Answer | undefined }) {
  const text = words.value;
  const marks = marksOf(props.open);
  const { answer } = props;
  if (marks.length === 0 || answer === undefined || !isAnswered(answer)) return null;
  const id = `o-${props.field.question}`;
  return (
    <div class="observed">
      <label class="lab" for={id}>
        {text.question.observedAt}
      </label>
      <select
        class="in short"
        id={id}
        onChange={(event) => {
          const mark = marks[Number(event.currentTarget.value)];
          if (mark === undefined) return;
          props.open.answer(props.field, answer, { recalled: momentAt(new Date(mark.utcMs), "recalled") });
        }}
      >
        <option value="">{text.question.observedNow}</option>
        {marks.map((mark, i) => (
          <option key={mark.utcMs} value={String(i)}>
            {secondText(mark.utcMs)} {mark.word}
          </option>
        ))}
      </select>
    </div>
  );
}
