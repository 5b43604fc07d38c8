// Days, times of day, and moments, in the browser's own fields: they know the person's calendar and keys.
import { create } from "@bufbuild/protobuf";
import { type Moment, MomentSchema } from "@muster/shared/api/op";
import { answered, dayOf, momentOf, timeOf, unanswered } from "../answers.ts";
import type { ControlProps } from "./control-props.ts";

const msPerDay = 86_400_000;

function Native(
  props: ControlProps & { type: "date" | "time" | "datetime-local"; shown: string; onValue: (value: string) => void },
) {
  return (
    <input
      class="in short"
      type={props.type}
      value={props.shown}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      aria-invalid={props.state.message === "" ? undefined : "true"}
      onChange={(event) => props.onValue(event.currentTarget.value)}
    />
  );
}

export function DateControl(props: ControlProps) {
  const day = dayOf(props.answer);
  return (
    <Native
      {...props}
      type="date"
      shown={day === undefined ? "" : isoDay(day * msPerDay)}
      onValue={(value) => {
        const utcMs = Date.parse(`${value}T00:00:00Z`);
        props.say(Number.isNaN(utcMs) ? unanswered() : answered({ case: "dateDays", value: utcMs / msPerDay }));
      }}
    />
  );
}

export function TimeControl(props: ControlProps) {
  const ms = timeOf(props.answer);
  return (
    <Native
      {...props}
      type="time"
      shown={ms === undefined ? "" : new Date(ms).toISOString().slice(11, 16)}
      onValue={(value) => {
        const utcMs = Date.parse(`1970-01-01T${value}Z`);
        props.say(Number.isNaN(utcMs) ? unanswered() : answered({ case: "timeOfDayMs", value: utcMs }));
      }}
    />
  );
}

// Typed in this tablet's zone, and kept with the offset that was in force there then.
export function DateTimeControl(props: ControlProps) {
  const moment = momentOf(props.answer);
  const shown =
    moment === undefined
      ? ""
      : new Date(Number(moment.utcMs) + moment.offsetMinutes * 60_000).toISOString().slice(0, 16);
  return (
    <Native
      {...props}
      type="datetime-local"
      shown={shown}
      onValue={(value) => {
        const typed = new Date(value);
        if (Number.isNaN(typed.getTime())) props.say(unanswered());
        else props.say(answered({ case: "moment", value: momentAt(typed, "recalled") }));
      }}
    />
  );
}

// Numbers of core/base/time.hpp's TimeQuality.
const timeQualities = { device: 1, recalled: 3 } as const;

export function momentAt(time: Date, quality: keyof typeof timeQualities): Moment {
  // − 0 where the zone is UTC would be another number on the wire.
  const offsetMinutes = -time.getTimezoneOffset() || 0;
  return create(MomentSchema, { utcMs: BigInt(time.getTime()), offsetMinutes, quality: timeQualities[quality] });
}

function isoDay(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}
