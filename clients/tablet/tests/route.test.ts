import { describe, expect, test } from "vitest";
import { hrefOf, parseRoute, type Route } from "../src/route.ts";

const audit = "0123456789abcdef0123456789abcdef";
const host = "muster.example:8443";

describe("An address", () => {
  const routes: Route[] = [
    { screen: "today" },
    { screen: "sync" },
    { screen: "storage" },
    { screen: "you" },
    { screen: "enrol", link: "" },
    { screen: "enrol", link: "https://muster.example:8443/enrol#K7QF-1234.ABCD" },
    { screen: "brief", audit },
    { screen: "discreet", audit },
    { screen: "check", audit },
    { screen: "audit", audit, section: 0, field: "" },
    { screen: "audit", audit, section: 12, field: "price/of~1~2z" },
  ];

  test.each(routes)("of $screen leads there again", (route) => {
    expect(parseRoute(hrefOf(route), host)).toEqual(route);
  });

  test.each(["", "#", "#/", "#/nowhere", "#/brief/short", `#/audit/${audit}/x`, "#/check/%zz"])(
    "“%s” that leads nowhere leads to Today",
    (hash) => {
      expect(parseRoute(hash, host)).toEqual({ screen: "today" });
    },
  );

  test("with a code that the server handed over leads to Enrol with the whole link", () => {
    expect(parseRoute("#K7QF-12ab.ABCD-EFGH", host)).toEqual({
      screen: "enrol",
      link: "https://muster.example:8443/enrol#K7QF-12ab.ABCD-EFGH",
    });
  });
});
