// Debian's Chromium as a process of its own with a profile that stays, so that it can be killed by its
// id in the middle of anything and started again on the same storage.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
];
const startMs = 60_000;

export class Chromium {
  readonly #process: ChildProcess;
  readonly #browser: Browser;
  readonly #ended: Promise<unknown>;

  private constructor(process: ChildProcess, browser: Browser, ended: Promise<unknown>) {
    this.#process = process;
    this.#browser = browser;
    this.#ended = ended;
  }

  static async start(profile: string): Promise<Chromium> {
    const program = process.env["MUSTER_CHROMIUM"] ?? "/usr/bin/chromium";
    const child = spawn(program, [...flags, `--user-data-dir=${profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = new Promise((settle) => child.once("exit", settle));
    const endpoint = await new Promise<string>((found, failed) => {
      let said = "";
      const late = setTimeout(() => failed(new Error(`Chromium does not start: ${said}`)), startMs);
      child.stderr.on("data", (text) => {
        said += String(text);
        const match = /DevTools listening on (ws:\S+)/.exec(said);
        if (match?.[1] === undefined) return;
        clearTimeout(late);
        found(match[1]);
      });
    });
    return new Chromium(child, await chromium.connectOverCDP(endpoint), ended);
  }

  /** A tab whose client answers. `hear` is told each line of its console. */
  async open(address: string, hear: (line: string) => void = () => undefined): Promise<Page> {
    const context = this.#browser.contexts()[0];
    if (context === undefined) throw new Error("Chromium has no context.");
    const page = await context.newPage();
    page.on("console", (line) => {
      const isIcon = line.location().url.endsWith("/favicon.ico");
      if (line.type() === "error" && !isIcon) console.error("[page]", line.text());
      hear(line.text());
    });
    await page.goto(address);
    await page.waitForFunction(() => window.field !== undefined);
    await page.evaluate(() => window.field.vaults());
    return page;
  }

  /** As when a battery falls out: nothing is flushed, nothing is said. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#process.kill("SIGTERM");
    await this.#ended;
  }
}
