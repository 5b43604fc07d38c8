// A tablet in a journey: one browser context with the app, and what a person does in it, in their words.
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

const picture = fileURLToPath(new URL("../../public/icon-512.png", import.meta.url));

export class Tablet {
  readonly context: BrowserContext;
  page: Page;
  readonly #origin: string;
  readonly faults: string[] = []; // what the page threw

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.context = context;
    this.page = page;
    this.#origin = origin;
    this.#listen(page);
  }

  static async start(browser: Browser, origin: string, viewport = { width: 1024, height: 768 }): Promise<Tablet> {
    const context = await browser.newContext({ viewport, locale: "en-GB", timezoneId: "Europe/London" });
    context.setDefaultTimeout(60_000);
    return new Tablet(context, await context.newPage(), origin);
  }

  #listen(page: Page): void {
    page.on("pageerror", (error) => this.faults.push(String(error)));
    page.on("console", (message) => {
      // A server that is stopped is part of journeys.
      if (message.type() === "error" && !message.text().includes("ERR_")) this.faults.push(message.text());
    });
  }

  async open(path = "/tablet/"): Promise<void> {
    await this.page.goto(this.#origin + path);
    await this.page.waitForSelector("h1");
  }

  // The page is gone, as when a person closes the app, and opened again.
  async reopen(): Promise<void> {
    const { pathname, hash } = new URL(this.page.url());
    await this.page.close();
    this.page = await this.context.newPage();
    this.#listen(this.page);
    await this.open(pathname + hash);
  }

  async enrol(link: string): Promise<void> {
    await this.open();
    await this.page.getByLabel("Link from the office").fill(link);
    await this.press("Enrol");
    await this.page.getByRole("heading", { name: "This tablet is enrolled" }).waitFor();
    await this.page.getByRole("link", { name: "Go to Today" }).click();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name, exact: typeof name === "string" }).click();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole("link", { name }).first().click();
  }

  async beginVisit(location: string): Promise<void> {
    await this.follow(new RegExp(location));
    await this.press("Start the audit");
    await this.page.locator("fieldset, .told").first().waitFor();
  }

  // The question with this label, with all its controls.
  question(label: string): Locator {
    return this.page.getByRole("group", { name: label });
  }

  // By tapping what the person sees, which is the label around the radio button.
  async tap(label: string, option: string): Promise<void> {
    await this.question(label).locator("label.opt").getByText(option, { exact: true }).click();
  }

  async type(label: string, text: string): Promise<void> {
    await this.question(label).locator("input.in, textarea.in").first().fill(text);
  }

  // As the camera gives it: a file that the browser hands over.
  async photograph(label: string): Promise<void> {
    await this.question(label).locator('input[type="file"]').setInputFiles(picture);
    await this.question(label).locator("img").waitFor();
  }

  async section(name: string): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Sections" })
      .getByRole("link", { name: new RegExp(name) })
      .click();
    await this.page.getByRole("heading", { level: 2, name }).waitFor();
  }

  // Everything that was tapped is durable.
  async saved(): Promise<void> {
    await this.page.waitForTimeout(450); // after the last key
    await this.page.getByText(/^Saved \d\d:\d\d on this tablet$/).waitFor();
  }

  async isPicked(label: string, option: string): Promise<boolean> {
    return this.question(label).getByRole("radio", { name: option, exact: true }).isChecked();
  }

  async valueOf(label: string): Promise<string> {
    return this.question(label).locator("input.in, textarea.in").first().inputValue();
  }

  async end(): Promise<void> {
    expect(this.faults).toEqual([]);
    await this.context.close();
  }
}
