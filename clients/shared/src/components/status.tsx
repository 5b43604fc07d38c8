// How something stands, in glyph, word and colour: tags in rows, the pill in the bar, banners on top.
import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

export type Tone = "met" | "concern" | "not-met" | "not-tested" | "na" | "info";

interface Sign {
  tone: Tone;
  icon: IconName;
  children: ComponentChildren;
}

export function Tag(props: Sign) {
  return (
    <span class={`tag ${props.tone}`}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  );
}

// Says nothing by itself when it changes: an app has one place that speaks to a screen reader.
export function Pill(props: Sign & { href?: string }) {
  const inside = (
    <>
      <Icon name={props.icon} />
      <span>{props.children}</span>
    </>
  );
  return props.href === undefined ? (
    <span class={`pill ${props.tone}`}>{inside}</span>
  ) : (
    <a class={`pill ${props.tone}`} href={props.href}>
      {inside}
    </a>
  );
}

const bannerIcons: Record<"met" | "concern" | "not-met" | "info", IconName> = {
  met: "check",
  concern: "triangle-alert",
  "not-met": "octagon-alert",
  info: "info",
};

// `alert` where it tells of something that just went wrong.
export function Banner(props: {
  tone: keyof typeof bannerIcons;
  title: string;
  alert?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class={`banner ${props.tone}`} role={props.alert ? "alert" : undefined}>
      <Icon name={bannerIcons[props.tone]} />
      <div>
        <b class="b">{props.title}</b>
        {props.children && <div>{props.children}</div>}
      </div>
    </div>
  );
}

// A step is done, is where the item is now, stopped, or is to come.
export type Step = { name: string; state: "done" | "now" | "stop" | "to-come" };

export function SafetyTrack(props: { steps: readonly Step[]; words: Record<Step["state"], string> }) {
  const classes = { done: "done", now: "done now", stop: "stop", "to-come": "" };
  return (
    <ol class="track">
      {props.steps.map((step) => (
        <li key={step.name} class={classes[step.state]}>
          {step.name}
          <span class="sr">, {props.words[step.state]}</span>
        </li>
      ))}
    </ol>
  );
}
