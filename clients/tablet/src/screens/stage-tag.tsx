// What a visit's state asks of a person.
import { type Visit, VisitStage } from "@muster/shared/api/field";
import { Tag } from "@muster/shared/components/status";
import { words } from "../words/words.ts";

const names = {
  [VisitStage.UNSPECIFIED]: "planned",
  [VisitStage.PLANNED]: "planned",
  [VisitStage.DRAFT]: "draft",
  [VisitStage.SUBMITTED]: "submitted",
  [VisitStage.RETURNED]: "returned",
  [VisitStage.ACCEPTED]: "accepted",
  [VisitStage.REJECTED]: "rejected",
  [VisitStage.EXCLUDED]: "excluded",
} as const satisfies Record<VisitStage, string>;

export const stageName = (stage: VisitStage) => names[stage];

export function StageTag(props: { visit: Visit }) {
  const text = words.value;
  const { visit } = props;
  if (visit.conflicts > 0) {
    return (
      <Tag tone="not-met" icon="octagon-alert">
        {text.today.conflict(visit.conflicts)}
      </Tag>
    );
  }
  const stage = text.stage[stageName(visit.stage)];
  switch (visit.stage) {
    case VisitStage.UNSPECIFIED:
    case VisitStage.PLANNED:
      return visit.readyOffline ? (
        <Tag tone="met" icon="check">
          {text.today.readyOffline}
        </Tag>
      ) : (
        <Tag tone="not-tested" icon="download">
          {text.today.notStored}
        </Tag>
      );
    case VisitStage.DRAFT:
      return (
        <Tag tone="info" icon="circle-dot">
          {stage}
        </Tag>
      );
    case VisitStage.RETURNED:
      return (
        <Tag tone="concern" icon="undo-2">
          {text.today.fix}
        </Tag>
      );
    case VisitStage.SUBMITTED:
      return (
        <Tag tone="not-tested" icon="clipboard-check">
          {stage}
        </Tag>
      );
    case VisitStage.ACCEPTED:
      return (
        <Tag tone="met" icon="check">
          {stage}
        </Tag>
      );
    case VisitStage.REJECTED:
    case VisitStage.EXCLUDED:
      return (
        <Tag tone="not-tested" icon="minus">
          {stage}
        </Tag>
      );
  }
}
