// The visits of a tablet as Today shows them: what is due, what came back, what is to come, what was sent.
import { type Visit, VisitStage } from "@muster/shared/api/field";

export interface Diary {
  readonly returned: readonly Visit[];
  readonly due: readonly Visit[]; // may be made today, or were to be made before
  readonly upcoming: readonly Visit[];
  readonly sent: readonly Visit[];
}

// Days are local to the location of each visit.
export function diaryOf(visits: readonly Visit[], nowMs: number): Diary {
  const byWindow = [...visits].sort(
    (left, right) => left.windowEnd.localeCompare(right.windowEnd) || left.location.localeCompare(right.location),
  );
  const open = byWindow.filter((visit) => visit.stage === VisitStage.PLANNED || visit.stage === VisitStage.DRAFT);
  const begins = (visit: Visit) => visit.stage === VisitStage.DRAFT || visit.windowStart <= dayIn(visit.zone, nowMs);
  return {
    returned: byWindow.filter((visit) => visit.stage === VisitStage.RETURNED),
    due: open.filter(begins).sort((left, right) => Number(isDraft(right)) - Number(isDraft(left))),
    upcoming: open.filter((visit) => !begins(visit)),
    sent: byWindow.filter((visit) => !open.includes(visit) && visit.stage !== VisitStage.RETURNED).reverse(),
  };
}

const isDraft = (visit: Visit): boolean => visit.stage === VisitStage.DRAFT;

// 2026-09-17 in an IANA zone, or in this tablet's where the browser does not know the zone.
export function dayIn(zone: string, nowMs: number): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  try {
    return new Intl.DateTimeFormat("en-CA", { ...parts, timeZone: zone }).format(nowMs);
  } catch {
    return new Intl.DateTimeFormat("en-CA", parts).format(nowMs);
  }
}
