// What a person chose for this tablet, whoever works on it: language and light or dark. Nothing personal.
import { effect, signal } from "@preact/signals";
import { isLanguage, language, preferredLanguage } from "@muster/shared/language";

export const looks = ["system", "light", "dark"] as const;
export type Look = (typeof looks)[number];

export const look = signal<Look>("system");

function isLook(name: string | null): name is Look {
  return (looks as readonly (string | null)[]).includes(name);
}

// Once, when the page starts: reads what was chosen, and keeps and shows what is chosen from now on.
export function followSettings(): void {
  const chosenLanguage = localStorage.getItem("language") ?? "";
  language.value = isLanguage(chosenLanguage) ? chosenLanguage : preferredLanguage(navigator.languages);
  const chosenLook = localStorage.getItem("look");
  look.value = isLook(chosenLook) ? chosenLook : "system";
  const page = document.documentElement;
  effect(() => {
    page.lang = language.value;
    localStorage.setItem("language", language.value);
  });
  effect(() => {
    if (look.value === "system") delete page.dataset["theme"];
    else page.dataset["theme"] = look.value;
    localStorage.setItem("look", look.value);
  });
}
