// An icon beside a word. It says nothing to a screen reader: the word does.
import { type IconName, outlines } from "../icons.ts";

export function Icon(props: { name: IconName; tone?: string }) {
  return (
    <svg class={props.tone ? `i ${props.tone}` : "i"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[props.name]} />
    </svg>
  );
}
