// Where the person is: the path under /desk/ and the filter in the query, so that every page can be shared.
import { computed, signal } from "@preact/signals";

export interface Place {
  readonly page: string;
  readonly id: string;
  readonly query: URLSearchParams;
}

const base = "/desk/";
const address = signal(location.pathname + location.search);

export const place = computed<Place>(() => {
  const url = new URL(address.value, location.origin);
  const [page = "", id = ""] = url.pathname.slice(base.length).split("/");
  return { page, id: decodeURIComponent(id), query: url.searchParams };
});

// Keeps programme and wave from page to page.
export function to(page: string, id = "", further: Record<string, string> = {}): string {
  const query = new URLSearchParams();
  for (const name of ["programme", "wave"]) {
    const value = place.value.query.get(name);
    if (value) query.set(name, value);
  }
  for (const [name, value] of Object.entries(further)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const path = base + page + (id ? `/${encodeURIComponent(id)}` : "");
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export function go(href: string): void {
  history.pushState(null, "", href);
  address.value = location.pathname + location.search;
  window.scrollTo(0, 0);
}

// Links within the desk change the page without loading it anew.
export function followLinks(): void {
  addEventListener("popstate", () => {
    address.value = location.pathname + location.search;
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (link === null || !plain || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !url.pathname.startsWith(base)) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
}
