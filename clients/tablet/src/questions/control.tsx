// The control of a question's type. Every type stands here, and one that this tablet cannot answer says so.
import { EvidenceKind, QuestionType } from "@muster/shared/api/checklist";
import { words } from "../words/words.ts";
import { AcknowledgeControl, LikertControl, NpsControl, YesNoControl } from "./scales.tsx";
import { ChoicesControl } from "./choices.tsx";
import type { ControlProps } from "./control-props.ts";
import { CounterControl } from "./counter.tsx";
import { DateControl, DateTimeControl, TimeControl } from "./dates.tsx";
import { Evidence } from "./evidence.tsx";
import { NumberControl } from "./number.tsx";
import { PlaceControl, PlacesControl } from "./places.tsx";
import { RangeControl } from "./range.tsx";
import { RankControl } from "./rank.tsx";
import { StopwatchControl } from "./stopwatch.tsx";
import { BarcodeControl, TextControl } from "./text.tsx";

export function Control(props: ControlProps) {
  const { question } = props.item;
  switch (question.type) {
    case QuestionType.YES_NO:
      return <YesNoControl {...props} />;
    case QuestionType.LIKERT:
      return <LikertControl {...props} />;
    case QuestionType.NPS:
      return <NpsControl {...props} />;
    case QuestionType.ACKNOWLEDGE:
      return <AcknowledgeControl {...props} />;
    case QuestionType.ONE_CHOICE:
    case QuestionType.MANY_CHOICES:
      return <ChoicesControl {...props} />;
    case QuestionType.RANK:
      return <RankControl {...props} />;
    case QuestionType.INTEGER:
    case QuestionType.DECIMAL:
      return <NumberControl {...props} />;
    case QuestionType.RANGE:
      return <RangeControl {...props} />;
    case QuestionType.COUNTER:
      return <CounterControl {...props} />;
    case QuestionType.TEXT:
      return <TextControl {...props} />;
    case QuestionType.BARCODE:
      return <BarcodeControl {...props} />;
    case QuestionType.DATE:
      return <DateControl {...props} />;
    case QuestionType.TIME:
      return <TimeControl {...props} />;
    case QuestionType.DATE_TIME:
      return <DateTimeControl {...props} />;
    case QuestionType.STOPWATCH:
      return <StopwatchControl {...props} />;
    case QuestionType.GEOPOINT:
      return <PlaceControl {...props} />;
    case QuestionType.GEOTRACE:
    case QuestionType.GEOSHAPE:
      return <PlacesControl {...props} />;
    case QuestionType.CALCULATE:
      return <output class="calculated">{props.state.calculated}</output>;
    case QuestionType.NOTE:
    case QuestionType.UNSPECIFIED:
    case QuestionType.START:
    case QuestionType.END:
    case QuestionType.HIDDEN:
    case QuestionType.TODAY:
    case QuestionType.DEVICE_ID:
    case QuestionType.USERNAME:
    case QuestionType.EMAIL:
    case QuestionType.PHONE_NUMBER:
    case QuestionType.AUDIT_TRAIL:
      return null;
    case QuestionType.IMAGE:
      return <EvidenceControl {...props} kind={EvidenceKind.PHOTO} />;
    case QuestionType.AUDIO:
      return <EvidenceControl {...props} kind={EvidenceKind.AUDIO} />;
    case QuestionType.VIDEO:
      return <EvidenceControl {...props} kind={EvidenceKind.VIDEO} />;
    case QuestionType.FILE:
      return <EvidenceControl {...props} kind={EvidenceKind.FILE} />;
    case QuestionType.SIGNATURE:
      return <p class="not-yet">{words.value.question.notYet}</p>;
  }
}

function EvidenceControl(props: ControlProps & { kind: EvidenceKind }) {
  const field = { question: props.item.question.id, instances: [...props.item.instances] };
  return <Evidence open={props.open} field={field} attached={props.state.attached} kind={props.kind} />;
}
