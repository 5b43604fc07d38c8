// The words of the desk. One catalogue so far; another language is another object of the same shape.
import { computed } from "@preact/signals";
import type { Catalogue } from "@muster/shared/language";
import { en } from "./en.ts";

export type Words = Catalogue<typeof en>;

export const words = computed<Words>(() => en);
