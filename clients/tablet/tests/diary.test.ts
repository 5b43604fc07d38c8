import { create } from "@bufbuild/protobuf";
import { type Visit, VisitSchema, VisitStage } from "@muster/shared/api/field";
import { describe, expect, test } from "vitest";
import { dayIn, diaryOf } from "../src/state/diary.ts";

const noon = Date.parse("2026-09-17T12:00:00Z");

const visit = (location: string, stage: VisitStage, windowStart: string, windowEnd: string): Visit =>
  create(VisitSchema, { location, stage, windowStart, windowEnd, zone: "Europe/London" });

const locations = (visits: readonly Visit[]) => visits.map((each) => each.location);

describe("The diary", () => {
  test("has a visit under Due from the first to the last day of its window, and after it", () => {
    const diary = diaryOf(
      [
        visit("begins today", VisitStage.PLANNED, "2026-09-17", "2026-09-20"),
        visit("ended", VisitStage.PLANNED, "2026-09-01", "2026-09-16"),
        visit("begins tomorrow", VisitStage.PLANNED, "2026-09-18", "2026-09-20"),
      ],
      noon,
    );
    expect(locations(diary.due)).toEqual(["ended", "begins today"]);
    expect(locations(diary.upcoming)).toEqual(["begins tomorrow"]);
  });

  test("puts what was begun first", () => {
    const diary = diaryOf(
      [
        visit("planned", VisitStage.PLANNED, "2026-09-10", "2026-09-17"),
        visit("draft", VisitStage.DRAFT, "2026-09-10", "2026-09-30"),
      ],
      noon,
    );
    expect(locations(diary.due)).toEqual(["draft", "planned"]);
  });

  test("keeps what came back apart from what was sent", () => {
    const diary = diaryOf(
      [
        visit("back", VisitStage.RETURNED, "2026-09-10", "2026-09-17"),
        visit("sent", VisitStage.SUBMITTED, "2026-09-10", "2026-09-17"),
        visit("accepted", VisitStage.ACCEPTED, "2026-09-10", "2026-09-18"),
        visit("rejected", VisitStage.REJECTED, "2026-09-10", "2026-09-16"),
      ],
      noon,
    );
    expect(locations(diary.returned)).toEqual(["back"]);
    expect(locations(diary.sent)).toEqual(["accepted", "sent", "rejected"]);
  });

  test("shows every visit once", () => {
    const stages = Object.values(VisitStage).filter((stage) => typeof stage === "number" && stage !== 0);
    const all = stages.map((stage) => visit(String(stage), stage as VisitStage, "2026-09-10", "2026-09-20"));
    const { returned, due, upcoming, sent } = diaryOf(all, noon);
    expect([...returned, ...due, ...upcoming, ...sent]).toHaveLength(all.length);
  });
});

describe("A day", () => {
  test("is the one at the location", () => {
    expect(dayIn("Pacific/Auckland", noon)).toBe("2026-09-18");
    expect(dayIn("America/Los_Angeles", Date.parse("2026-09-17T03:00:00Z"))).toBe("2026-09-16");
  });

  test("is this tablet's where the browser does not know the zone", () => {
    expect(dayIn("Nowhere/Else", noon)).toMatch(/^2026-09-1[678]$/);
  });
});
