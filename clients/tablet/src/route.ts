// Where the app is, as the part of the address behind #, so that it works from any folder and offline.
import { signal } from "@preact/signals";

export type Route =
  | { readonly screen: "today" | "sync" | "storage" | "you" }
  | { readonly screen: "enrol"; readonly link: string }
  | { readonly screen: "brief" | "check"; readonly audit: string }
  | { readonly screen: "discreet"; readonly audit: string }
  // A section by its number from 0; a field to show first by its name (see field-name.ts), or empty.
  | { readonly screen: "audit"; readonly audit: string; readonly section: number; readonly field: string };

const auditPattern = /^[0-9a-f]{32}$/;

export function hrefOf(route: Route): string {
  switch (route.screen) {
    case "today":
      return "#/";
    case "sync":
    case "storage":
    case "you":
      return `#/${route.screen}`;
    case "enrol":
      return route.link === "" ? "#/enrol" : `#/enrol/${encodeURIComponent(route.link)}`;
    case "brief":
    case "discreet":
    case "check":
      return `#/${route.screen}/${route.audit}`;
    case "audit": {
      const field = route.field === "" ? "" : `/${encodeURIComponent(route.field)}`;
      return `#/audit/${route.audit}/${route.section}${field}`;
    }
  }
}

// Anything unknown leads to Today. A code that the server's own page hands over ("#CODE.FINGERPRINT")
// leads to Enrol; `host` is where that page came from. The link names a server and its proof, so it is
// https even where a browser on the server's own computer reaches it without.
export function parseRoute(hash: string, host: string): Route {
  if (/^#[0-9A-Za-z-]+\.[0-9A-Za-z-]+$/.test(hash)) return { screen: "enrol", link: `https://${host}/enrol${hash}` };
  const [screen = "", first = "", second = "", third = ""] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  switch (screen) {
    case "sync":
    case "storage":
    case "you":
      return { screen };
    case "enrol":
      return { screen, link: first };
    case "brief":
    case "discreet":
    case "check":
      return auditPattern.test(first) ? { screen, audit: first } : { screen: "today" };
    case "audit":
      return auditPattern.test(first) && /^\d{0,4}$/.test(second)
        ? { screen, audit: first, section: Number(second), field: third }
        : { screen: "today" };
    default:
      return { screen: "today" };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ""; // a half-typed % is an address that leads nowhere
  }
}

export const route = signal<Route>({ screen: "today" });

// Follows the address bar from now on.
export function followAddress(): void {
  const read = () => {
    route.value = parseRoute(location.hash, `${location.hostname}:${location.port || "443"}`);
  };
  addEventListener("hashchange", read);
  // The server leads to Enrol by a path of its own; from here on everything is behind #.
  const folder = new URL("./", location.href).pathname;
  if (location.pathname.endsWith("/enrol")) history.replaceState(null, "", folder + location.hash);
  read();
}

export function go(to: Route): void {
  location.hash = hrefOf(to);
}

// Without an entry in the history: Back skips it.
export function goInstead(to: Route): void {
  history.replaceState(null, "", hrefOf(to));
  route.value = to;
}
