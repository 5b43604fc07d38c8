// Answers to tap: radio buttons or check boxes that look like keys. Arrow keys move between radio buttons,
// as the browser does it; a digit picks the option that has it.
import type { ComponentChildren } from "preact";

export interface OptionOf {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly small?: string;
  readonly name?: string; // for a screen reader, where the label alone says too little
  readonly digit?: string; // key that picks it
  readonly language?: string; // of the label, where it is another one than the page's
}

export function Options(props: {
  options: readonly OptionOf[];
  picked: readonly string[];
  name: string; // of the group; unique on the page
  many?: boolean;
  look?: string; // further class: how they stand side by side
  onPick: (value: string, on: boolean) => void;
}) {
  const byDigit = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const option = props.options.find((each) => each.digit === event.key);
    if (option === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    const inputs = event.currentTarget.querySelectorAll("input");
    const input = inputs[props.options.indexOf(option)];
    input?.focus();
    props.onPick(option.value, props.many ? !props.picked.includes(option.value) : true);
  };
  return (
    <div class={`opts ${props.look ?? ""}`} onKeyDown={byDigit}>
      {props.options.map((option) => (
        <label key={option.value} class="opt" lang={option.language}>
          <input
            type={props.many ? "checkbox" : "radio"}
            name={props.name}
            value={option.value}
            checked={props.picked.includes(option.value)}
            aria-label={option.name}
            onChange={(event) => props.onPick(option.value, event.currentTarget.checked)}
          />
          {option.label}
          {option.small && <small>{option.small}</small>}
        </label>
      ))}
    </div>
  );
}
