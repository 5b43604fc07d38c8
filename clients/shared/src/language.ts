// The language of the app's own words, and of texts that come in several languages.
import { signal } from "@preact/signals";
import type { LocalText } from "../generated/muster/v1/checklist_pb.ts";

export const languages = ["en", "cy"] as const;
export type Language = (typeof languages)[number];

// Each language by its own name.
export const languageNames: Record<Language, string> = { en: "English", cy: "Cymraeg" };

export const language = signal<Language>("en");

export function isLanguage(name: string): name is Language {
  return (languages as readonly string[]).includes(name);
}

// The first of the person's languages that the app has words in.
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [name = ""] = tag.toLowerCase().split("-");
    if (isLanguage(name)) return name;
  }
  return "en";
}

// The shape that every catalogue has, made from the one that is written first: texts where it has
// texts, and functions of the same arguments where it has functions. A missing text is a type error.
export type Catalogue<Words> = {
  readonly [Name in keyof Words]: Words[Name] extends string
    ? string
    : Words[Name] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Catalogue<Words[Name]>;
};

export interface Said {
  text: string;
  language: string; // BCP 47: which one the text is really in
}

// A text in the wanted language or, never blank for lack of a translation, in its first one.
export function said(text: LocalText | undefined, wanted: string): Said {
  const translations = text?.translations ?? [];
  const found = translations.find((each) => each.language === wanted) ?? translations[0];
  return { text: found?.text ?? "", language: found?.language ?? wanted };
}
