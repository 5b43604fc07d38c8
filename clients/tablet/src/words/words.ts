// The words of the app in the language that is chosen.
import { computed } from "@preact/signals";
import { type Catalogue, language } from "@muster/shared/language";
import { cy } from "./cy.ts";
import { en } from "./en.ts";

export type Words = Catalogue<typeof en>;

const catalogues: Record<"en" | "cy", Words> = { en, cy };

export const words = computed<Words>(() => catalogues[language.value]);
