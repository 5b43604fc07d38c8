// Buttons, and links that look like them. A button is never greyed out: pressed early, it says what is
// missing. At most one primary a screen.
import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

type Look = "default" | "primary" | "quiet";

interface Face {
  look?: Look;
  icon?: IconName;
  block?: boolean;
  class?: string;
  describedBy?: string;
}

interface Labelled extends Face {
  children: ComponentChildren;
}

function classOf(face: Face, iconOnly: boolean): string {
  return [
    "btn",
    face.look === "default" ? "" : (face.look ?? ""),
    face.block ? "block" : "",
    iconOnly ? "icon" : "",
    face.class ?? "",
  ]
    .filter(Boolean)
    .join(" ");
}

export function Button(props: Labelled & { onPress: () => void; busy?: boolean; pressed?: boolean }) {
  return (
    <button
      type="button"
      class={classOf(props, false)}
      aria-busy={props.busy ? "true" : undefined}
      aria-pressed={props.pressed}
      aria-describedby={props.describedBy}
      onClick={() => {
        if (!props.busy) props.onPress();
      }}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  );
}

export function IconButton(props: Face & { icon: IconName; name: string; onPress: () => void }) {
  return (
    <button type="button" class={classOf(props, true)} aria-label={props.name} onClick={props.onPress}>
      <Icon name={props.icon} />
    </button>
  );
}

export function LinkButton(props: Labelled & { href: string }) {
  return (
    <a class={classOf(props, false)} href={props.href} aria-describedby={props.describedBy}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  );
}

export function IconLink(props: Face & { icon: IconName; name: string; href: string }) {
  return (
    <a class={classOf(props, true)} href={props.href} aria-label={props.name}>
      <Icon name={props.icon} />
    </a>
  );
}
