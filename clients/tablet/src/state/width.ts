// Whether one question is a page, as on a phone, or a whole section.
import { signal } from "@preact/signals";

// As in styles/: below it there is one column.
const narrow = matchMedia("(max-width: 40em)");

export const isNarrow = signal(narrow.matches);

narrow.addEventListener("change", () => {
  isNarrow.value = narrow.matches;
});
