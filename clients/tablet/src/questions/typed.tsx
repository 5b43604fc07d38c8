// A field to type in that is saved while somebody types, without taking the letters out of their hands:
// what the core has is shown only while nobody is in the field.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

const msAfterLastKey = 400;

export interface TypedProps {
  readonly id?: string;
  readonly shown: string; // what the core has
  readonly many?: boolean; // lines
  readonly mode?: "text" | "numeric" | "decimal" | "tel" | "email" | "url";
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly required?: boolean;
  readonly onTyped: (text: string) => void;
}

export function Typed(props: TypedProps) {
  const draft = useSignal<string | undefined>(undefined); // undefined: nobody types
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const onTyped = useRef(props.onTyped);
  onTyped.current = props.onTyped;

  const save = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (draft.value !== undefined) onTyped.current(draft.value);
  };
  // A page that is left or hidden keeps what was typed a moment ago.
  useEffect(() => {
    const hide = () => {
      if (timer.current !== undefined) save();
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      hide();
    };
  }, []);

  const attributes = {
    class: "in",
    id: props.id,
    value: draft.value ?? props.shown,
    "aria-labelledby": props.labelledBy,
    "aria-describedby": props.describedBy,
    "aria-invalid": props.invalid ? ("true" as const) : undefined,
    "aria-required": props.required ? ("true" as const) : undefined,
    onInput: (event: { currentTarget: { value: string } }) => {
      draft.value = event.currentTarget.value;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, msAfterLastKey);
    },
    onBlur: () => {
      if (timer.current !== undefined) save();
      draft.value = undefined;
    },
  };
  return props.many ? (
    <textarea rows={2} {...attributes} />
  ) : (
    <input type="text" autocomplete="off" inputMode={props.mode ?? "text"} {...attributes} />
  );
}
