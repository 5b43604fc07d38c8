// A diary with a visit in every stage, around a fixed day.
import { create } from "@bufbuild/protobuf";
import {
  type SyncStateReply,
  SyncStateReplySchema,
  type Visit,
  VisitSchema,
  VisitStage,
  type VisitsReply,
  VisitsReplySchema,
} from "@muster/shared/api/field";

const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

type Some = Partial<Omit<Visit, "$typeName" | "$unknown" | "safety">> & {
  safety?: Partial<Omit<NonNullable<Visit["safety"]>, "$typeName" | "$unknown">>;
};

let made = 0;
function visit(some: Some): Visit {
  made += 1;
  return create(VisitSchema, {
    audit: Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? made : 0)),
    ref: `A0000${made}`,
    stage: VisitStage.PLANNED,
    programme: "Service at the counter",
    wave: "Autumn 2026",
    region: "Midlands",
    zone: "Europe/London",
    channel: "Store",
    checklistTitle: "Service in a store",
    scenario: "Asking for advice",
    brief: "You want a coat for a child of six. Ask what they would take and why.\nBuy nothing dearer than £5.",
    windowStart: day(-1),
    windowEnd: day(3),
    asked: 34,
    readyOffline: true,
    ...some,
  });
}

export const visits: readonly Visit[] = [
  visit({
    location: "Branch 17",
    stage: VisitStage.DRAFT,
    answered: 27,
    windowEnd: day(0),
    safety: { ops: 29n, opsOnServer: 2n },
  }),
  visit({ location: "Branch 02", scenario: "Making a complaint" }),
  visit({ location: "Birch 1", brand: "Birch", channel: "Phone", windowStart: day(-9), windowEnd: day(-1) }),
  visit({
    location: "Branch 27",
    stage: VisitStage.RETURNED,
    answered: 34,
    safety: { ops: 41n, opsOnServer: 41n, verified: true },
  }),
  visit({ location: "Branch 32", windowStart: day(2), windowEnd: day(5) }),
  visit({ location: "Branch 37", channel: "Delivery", windowStart: day(5), windowEnd: day(9), readyOffline: false }),
  visit({
    location: "Branch 12",
    stage: VisitStage.ACCEPTED,
    answered: 34,
    windowStart: day(-9),
    windowEnd: day(-6),
    safety: { ops: 36n, opsOnServer: 36n, verified: true, inReport: true },
  }),
  visit({ location: "Branch 14", stage: VisitStage.SUBMITTED, answered: 33, safety: { ops: 36n, opsOnServer: 36n } }),
];

export function diary(state: string): VisitsReply {
  return create(VisitsReplySchema, { visits: state === "empty" ? [] : [...visits] });
}

export function syncStateOf(state: string): SyncStateReply {
  if (state === "empty") return create(SyncStateReplySchema, {});
  return create(SyncStateReplySchema, {
    audits: 4n,
    ops: 142n,
    opsOnlyHere: 27n,
    waiting: visits.slice(0, 1),
    heldBack: state === "revoked" ? ["2 entries of Branch 27, written after this tablet was revoked"] : [],
    revoked: state === "revoked",
    lastMeetingUtcMs: BigInt(Date.now() - 3_600_000),
  });
}
