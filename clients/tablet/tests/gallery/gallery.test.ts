// Every screen in both themes: without violations that axe finds, without sideways scrolling down to 320 px
// and with text of twice its size, and a picture of each under build/pictures/tablet to look at.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build, preview, type PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../browser.ts";

const pictures = resolve(import.meta.dirname, "../../../../build/pictures/tablet");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const audit = "0".repeat(31);

// Name of the picture, address, state of the gallery.
const screens: readonly (readonly [string, string, string])[] = [
  ["enrol", "#/enrol", "new"],
  ["locked", "#/", "locked"],
  ["set-aside", "#/", "aside"],
  ["today", "#/", ""],
  ["today-empty", "#/", "empty"],
  ["today-offline", "#/", "offline"],
  ["brief", `#/brief/${audit}2`, ""],
  ["audit-arrival", `#/audit/${audit}1/0`, ""],
  ["audit-service", `#/audit/${audit}1/1`, ""],
  ["audit-outcome", `#/audit/${audit}1/2`, ""],
  ["audit-loop", `#/audit/${audit}1/1/loop`, ""],
  ["audit-number", `#/audit/${audit}1/1/ahead`, ""],
  ["audit-matrix", `#/audit/${audit}1/1/clean`, ""],
  ["audit-branch", `#/audit/${audit}1/1/branch`, ""],
  ["audit-rank", `#/audit/${audit}1/1/order`, ""],
  ["audit-nps", `#/audit/${audit}1/2/nps`, ""],
  ["returned", `#/audit/${audit}4/1`, ""],
  ["check", `#/check/${audit}1`, ""],
  ["discreet", `#/discreet/${audit}1`, ""],
  ["sync", "#/sync", ""],
  ["sync-revoked", "#/sync", "revoked"],
  ["sync-sending", "#/sync", "sending"],
  ["storage", "#/storage", ""],
  ["storage-full", "#/storage", "full"],
  ["you", "#/you", ""],
];
const limit = { timeout: 120_000 };

// The widths of a phone, and of a tablet held either way.
const sizes = { phone: [390, 844], portrait: [768, 1024], landscape: [1024, 768] } as const;

let server: PreviewServer;
let browser: Browser;
let base = "";

beforeAll(async () => {
  const root = import.meta.dirname;
  const outDir = resolve(pictures, "../../gallery");
  await build({
    configFile: false,
    root,
    base: "./",
    build: { outDir, emptyOutDir: true, target: "es2023" },
    logLevel: "error",
  });
  server = await preview({ configFile: false, root, build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
  base = server.resolvedUrls?.local[0] ?? "";
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function show(page: Page, address: string, theme: string, state: string): Promise<void> {
  await page.goto("about:blank"); // or only the part behind # would be another one
  await page.goto(`${base}?theme=${theme}&state=${state}${address}`);
  await page.waitForSelector("html[data-ready]");
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
}

// Of the whole page: in a low window the bars would cover what only waits to be scrolled to.
async function violations(page: Page): Promise<string[]> {
  const [width, height] = await page.evaluate(() => [innerWidth, document.documentElement.scrollHeight + 200]);
  await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations: found } = await axe.run({ runOnly });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
}

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

const aPage = ([width, height]: readonly [number, number]) =>
  browser.newPage({
    viewport: { width, height },
    locale: "en-GB",
    timezoneId: "Europe/London",
    reducedMotion: "reduce",
  });

describe.each(["light", "dark"])("In the %s theme", (theme) => {
  test.each(screens)("%s has no violation and fits", limit, async (name, address, state) => {
    for (const size of Object.values(sizes)) {
      const page = await aPage(size);
      await show(page, address, theme, state);
      await page.screenshot({ path: `${pictures}/${name}-${size[0]}-${theme}.png` });
      expect(await sideways(page)).toBeLessThanOrEqual(0);
      if (size !== sizes.portrait) expect(await violations(page)).toEqual([]);
      await page.close();
    }
  });
});

// 320 px are what 1280 px are at a zoom of four; text alone can be twice its size.
test.each(screens)(
  "%s scrolls in one direction only, however narrow and large",
  limit,
  async (name, address, state) => {
    for (const [width, percent] of [
      [320, 100],
      [768, 200],
    ] as const) {
      const page = await aPage([width, 800]);
      await show(page, address, "light", state);
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = `${size}%`;
      }, percent);
      await page.screenshot({ path: `${pictures}/${name}-${width}-text${percent}.png` });
      expect(await sideways(page)).toBeLessThanOrEqual(0);
      await page.close();
    }
  },
);
