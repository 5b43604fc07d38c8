// Journeys of a shopper through the built app, with the real core in the browser and a real server.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBrowser } from "../browser.ts";
import { Organisation } from "./organisation.ts";
import { Tablet } from "./tablet.ts";

const journeys = 9;
const limit = { timeout: 240_000 };

let browser: Browser;
let organisation: Organisation;
let tablet: Tablet;
let shopper = ""; // one of its own for each journey
let shoppers = 0;

beforeAll(async () => {
  browser = await startBrowser();
  organisation = new Organisation();
  await organisation.setUp(journeys);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await organisation?.end();
});

beforeEach(async () => {
  shoppers += 1;
  shopper = `S${shoppers}`;
  await organisation.start();
  tablet = await Tablet.start(browser, organisation.origin);
  await tablet.enrol(await organisation.link(shopper));
}, 240_000);
afterEach(async () => {
  await tablet?.context.close();
});

describe("A shopper", () => {
  test("finds the visits of the office on a tablet that was just enrolled", limit, async () => {
    const row = tablet.page.getByRole("link", { name: /High Street/ });
    await row.first().waitFor();
    expect(await tablet.page.getByText("Ready offline").count()).toBeGreaterThan(0);
    await tablet.end();
  });

  test("answers every kind of question with the server stopped, and finds each answer again", limit, async () => {
    await tablet.beginVisit("High Street");
    await organisation.stop();

    await tablet.tap("I am ready.", "I confirm");
    await tablet.question("Which day is it?").locator("input.in").fill("2026-09-17");
    await tablet.question("When did you come in?").locator("input.in").fill("13:52");
    await tablet.question("When was it quiet?").locator("input.in").fill("2026-09-17T14:05");
    await tablet.saved();

    await tablet.section("Service");
    expect(await tablet.question("What did they say?").count()).toBe(0);
    await tablet.tap("Somebody greeted me.", "Yes");
    await tablet.type("What did they say?", "Good morning");
    await tablet.tap("They were kind.", "4");
    await tablet.tap("What did you come for?", "Buying");
    await tablet.tap("What were you offered?", "Asking");
    await tablet.tap("What were you offered?", "Returning");
    await tablet.tap("Which county?", "Kent");
    await expect
      .poll(() => tablet.question("Which branch?").locator("label.opt").allInnerTexts())
      .toEqual(["Dover", "Deal"]);
    await tablet.tap("Which branch?", "Deal");
    const ranking = tablet.question("What matters most?");
    for (const name of ["Buying", "Returning", "Asking"])
      await ranking.getByRole("button", { name, exact: true }).click();
    await ranking.getByRole("button", { name: "Move Asking up" }).click();
    const watch = tablet.question("How long did you wait?");
    await watch.getByRole("button", { name: "Start" }).click();
    await watch.getByRole("button", { name: "Stop" }).click();
    await watch.getByRole("button", { name: "Type it in" }).click();
    await watch.getByLabel("Minutes").fill("2");
    await watch.getByLabel("Seconds").fill("54");
    await tablet.type("How many were ahead of you?", "-2");
    await tablet.page.getByText("Enter 0 or more.").waitFor();
    await tablet.type("What did you pay?", "4.50");
    await tablet.tap("How loud was it?", "7");
    await tablet.question("How many assistants were there?").getByRole("button", { name: "One more" }).click();
    await tablet.question("How many assistants were there?").getByRole("button", { name: "One more" }).click();
    await tablet.tap("The floor", "5");
    await tablet.tap("The door", "N/A");
    await tablet.press("Add one");
    await tablet.type("Its name", "Coat");
    await tablet.type("Its price", "39.99");
    await tablet.saved();

    await tablet.section("Outcome");
    await tablet.tap("Would you recommend us?", "9");
    await tablet.type("The number under the bars", "5012345678900");
    await tablet.page.getByText("2.9", { exact: true }).waitFor();
    await tablet.photograph("A photo of the till");
    await tablet.question("A photo of the till").getByText("Only on this tablet").waitFor();
    await tablet.saved();

    await tablet.reopen();
    await tablet.question("A photo of the till").locator("img").waitFor();
    await tablet.section("Arrival");
    expect(await tablet.question("Which day is it?").locator("input.in").inputValue()).toBe("2026-09-17");
    expect(await tablet.question("When did you come in?").locator("input.in").inputValue()).toBe("13:52");
    expect(await tablet.question("When was it quiet?").locator("input.in").inputValue()).toBe("2026-09-17T14:05");
    await tablet.section("Service");
    expect(await tablet.isPicked("Somebody greeted me.", "Yes")).toBe(true);
    expect(await tablet.valueOf("What did they say?")).toBe("Good morning");
    expect(await tablet.isPicked("They were kind.", "4")).toBe(true);
    expect(await tablet.isPicked("Which branch?", "Deal")).toBe(true);
    expect(await tablet.question("What matters most?").locator("li .grow").allInnerTexts()).toEqual([
      "Buying",
      "Asking",
      "Returning",
    ]);
    expect(await tablet.question("How long did you wait?").locator("output").innerText()).toBe("2:54");
    expect(await tablet.valueOf("How many were ahead of you?")).toBe("-2");
    expect(await tablet.valueOf("What did you pay?")).toBe("4.5");
    expect(await tablet.isPicked("How loud was it?", "7")).toBe(true);
    expect(await tablet.question("How many assistants were there?").locator("output").innerText()).toBe("2");
    expect(await tablet.question("The door").getByRole("checkbox", { name: "N/A" }).isChecked()).toBe(true);
    expect(await tablet.valueOf("Its name")).toBe("Coat");
    expect(await tablet.valueOf("Its price")).toBe("39.99");
    await tablet.end();
  });

  test("is led to what is missing, submits, and sees when the server has all of it", limit, async () => {
    await tablet.beginVisit("High Street");
    await organisation.stop();
    await tablet.tap("I am ready.", "I confirm");
    await tablet.section("Service");
    await tablet.tap("Somebody greeted me.", "Not observed");
    await tablet
      .question("Somebody greeted me.")
      .getByLabel("Reason, if you can say one")
      .fill("I came in by the back door.");
    await tablet.saved();
    await tablet.section("Outcome");
    await tablet.follow("Check");
    await tablet.page.getByText("1 thing to finish").waitFor();
    await tablet.follow(/Would you recommend us/);
    await tablet.tap("Would you recommend us?", "10");
    await tablet.photograph("A photo of the till");
    await tablet.saved();
    await tablet.follow("Check");
    await tablet.page.getByText("Nothing is missing").waitFor();
    await tablet.press("Submit audit");
    await tablet.page.getByText("Tick the line above first").waitFor();
    await tablet.page.getByLabel(/I made this visit myself/).check();
    await tablet.press("Submit audit");
    await tablet.page.getByText("Submitted", { exact: true }).waitFor();

    await tablet.page.getByRole("link", { name: "Sync", exact: false }).first().click();
    await tablet.page.getByRole("region", { name: "Only on this tablet" }).waitFor();
    await organisation.start();
    await tablet.press("Send now");
    await tablet.page.getByRole("region", { name: "On the server" }).waitFor();
    await tablet.page.getByText("All sent and verified").waitFor();
    expect(await tablet.page.getByRole("region", { name: "Only on this tablet" }).count()).toBe(0);
    const shown = await organisation.muster("audit", "show", `${shopper}-HIGH`);
    expect(shown).toContain("I came in by the back door.");
    expect(await organisation.muster("audit", "evidence", `${shopper}-HIGH`)).toContain("Evidence 1 of 1");
    await tablet.end();
  });

  test("takes answers back, leaves notes, and marks times without anybody noticing", limit, async () => {
    await tablet.beginVisit("Quay");
    await tablet.section("Service");
    await tablet.tap("They were kind.", "4");
    await tablet.saved();
    await tablet.tap("They were kind.", "2");
    await tablet.press("Undo");
    await expect.poll(() => tablet.isPicked("They were kind.", "4")).toBe(true);
    await tablet.question("They were kind.").getByRole("button", { name: "Add a note" }).click();
    await tablet.question("They were kind.").getByLabel("Note").fill("He smiled.");
    await tablet.saved();

    await tablet.follow("Discreet");
    await expect.poll(() => tablet.page.title()).toBe("List");
    await tablet.press("In");
    await tablet.press("Greeted");
    await tablet.page.getByText("2 items").waitFor();
    await tablet.press("Undo");
    await tablet.page.getByText("1 item", { exact: true }).waitFor();
    await tablet.page.getByRole("heading", { level: 1 }).getByRole("button").click({ clickCount: 3 });

    await tablet.section("Service");
    const kind = tablet.question("They were kind.");
    expect(await kind.getByLabel("Note").inputValue()).toBe("He smiled.");
    expect(await kind.getByLabel("Observed at").locator("option").allInnerTexts()).toHaveLength(2);
    await tablet.end();
  });

  test("reads a checklist in Welsh, and is told where it is not yet", limit, async () => {
    await tablet.beginVisit("Quay");
    await tablet.open("/tablet/#/you");
    await tablet.page.getByLabel("Cymraeg").check({ force: true });
    await tablet.page.getByRole("heading", { name: "Chi" }).waitFor();
    await tablet.page.getByRole("link", { name: "Heddiw" }).click();
    await tablet.page.getByRole("link", { name: /Parhau/ }).click();
    await tablet.page
      .getByRole("navigation", { name: "Adrannau" })
      .getByRole("link", { name: /Gwasanaeth/ })
      .click();
    await tablet.page.getByText("Cyfarchodd rhywun fi.").waitFor();
    await tablet.page.getByText("Dangosir yn English: nid yw ar gael eto yn Cymraeg.").first().waitFor();
    await tablet.end();
  });

  test("answers with the keyboard alone", limit, async () => {
    await tablet.beginVisit("Quay");
    await tablet.section("Service");
    const first = tablet.question("Somebody greeted me.").getByRole("radio", { name: "Yes" });
    await first.focus();
    await tablet.page.keyboard.press("2");
    await expect.poll(() => tablet.isPicked("Somebody greeted me.", "No")).toBe(true);
    await tablet.page.keyboard.press("ArrowLeft");
    await expect.poll(() => tablet.isPicked("Somebody greeted me.", "Yes")).toBe(true);
    await tablet.question("They were kind.").getByRole("radio", { name: "1" }).focus();
    await tablet.page.keyboard.press("5");
    await expect.poll(() => tablet.isPicked("They were kind.", "5")).toBe(true);
    await tablet.saved();
    await tablet.end();
  });
});

test("On a phone one question is a page, and Next leads through all of them to Check", limit, async () => {
  const link = await organisation.link(shopper);
  const phone = await Tablet.start(browser, organisation.origin, { width: 390, height: 844 });
  await phone.enrol(link);
  await phone.beginVisit("High Street");
  const seen: string[] = [];
  for (let i = 0; i < 40 && (await phone.page.getByRole("link", { name: "Check" }).count()) === 0; i += 1) {
    seen.push(await phone.page.locator(".qs").innerText());
    await phone.press("Next");
    await phone.page.waitForFunction(
      (before) => document.querySelector<HTMLElement>(".qs")?.innerText !== before,
      seen.at(-1),
    );
  }
  expect(seen.length).toBeGreaterThan(20);
  await phone.follow("Check");
  await phone.page.getByRole("heading", { name: "Check before you submit" }).waitFor();
  await phone.end();
});

test("The address that the office hands over leads to Enrol with the link filled in", limit, async () => {
  const link = await organisation.link(shopper);
  const other = await Tablet.start(browser, organisation.origin);
  await other.open(`/enrol${link.slice(link.indexOf("#"))}`);
  await other.press("Enrol");
  await other.page.getByRole("heading", { name: "This tablet is enrolled" }).waitFor();
  expect(await other.page.locator(".fingerprint").innerText()).toBe(link.split(".").at(-1));
  await other.end();
});

test("The app starts without a server once it was opened with one", limit, async () => {
  await tablet.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
  await organisation.stop();
  await tablet.reopen();
  await tablet.page
    .getByRole("link", { name: /High Street/ })
    .first()
    .waitFor();
  await tablet.end();
});
