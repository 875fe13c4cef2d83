import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";

// A story per page, on one real stack whose supervisor lets an admin kill the worker, as that of the demo does.

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard({}, {}, { mayKillWorker: true });
});
afterAll(() => dashboard.stop());

const PHONE = { width: 360, height: 740 };
const noProblems = async (page: Page) => expect(await dashboard.problemsOf(page), page.url()).toEqual([]);

test("on an empty system one click starts a demo; the worker is killed, another one comes, and the execution ends", async () => {
  const page = await dashboard.open("/");
  // The first visit builds the pages, and meanwhile shows the progress in place of them.
  await page.getByText("Nothing has run yet").waitFor({ timeout: 60_000 });
  await page.getByRole("figure", { name: "In the last hour: 0 events, 0 executions" }).waitFor();
  await noProblems(page);
  await page.getByRole("button", { name: "Start it: Hot lead" }).click();
  await page.waitForURL("**/app/executions/*");
  await page.goto(`${dashboard.stack.apiUrl}/app/`);
  await page.getByRole("button", { name: "Kill the worker" }).click();
  await page.getByRole("button", { name: "Kill it with -9" }).click();
  await page.getByText(/Process \d+ was killed/).waitFor();
  await page.getByText("The worker is back").waitFor({ timeout: 60_000 });
  await page.getByRole("cell", { name: "completed" }).waitFor({ timeout: 60_000 });
});

test("the inbox: a refund is decided with its form on a phone, once; another tab says so", async () => {
  const page = await dashboard.open("/", { viewport: PHONE });
  await page.getByRole("button", { name: "Start it: Refund with approval" }).click();
  await page.waitForURL("**/app/executions/*");
  await page.goto(`${dashboard.stack.apiUrl}/app/approvals`);
  const asked = page.getByRole("article", { name: "Refund 40 € to Ada?" });
  await asked.waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(PHONE.width);
  await noProblems(page);
  await asked.getByRole("button", { name: "Approve" }).click();
  await asked.getByText("This is needed.").waitFor();
  await asked.getByLabel("How much?").fill("30");
  const other = await dashboard.open("/approvals");
  const there = other.getByRole("article", { name: "Refund 40 € to Ada?" });
  await there.getByLabel("A note for the customer").fill("Not before Monday");
  await asked.getByRole("button", { name: "Approve" }).click();
  await page.getByText("Nothing waits").waitFor();
  await there.getByRole("alert").getByText("Your answer was not sent").waitFor();
  await there.getByText("approved by owner").waitFor();
  await noProblems(other);
  await there.getByRole("button", { name: "Close" }).click();
  await other.getByText("Nothing waits").waitFor();
  await page.getByText("Decided", { exact: true }).click();
  await page.getByText("approved by owner").waitFor();
});

test("events: one that a workflow filtered says why with the actual values, and is sent again", async () => {
  const sent = await fetch(`${dashboard.stack.apiUrl}/events?type=demo.lead.created`, {
    method: "POST",
    headers: { authorization: `Bearer ${dashboard.stack.token}`, "content-type": "application/json" },
    body: JSON.stringify({ lead: { source: "LinkedIn", score: 72, title: "<b>CEO</b>" } }),
  });
  const { id } = (await sent.json()) as { id: string };
  const page = await dashboard.open("/events?type=demo.lead.*");
  await page.getByText(id).waitFor();
  await page.getByRole("row", { name: id }).getByRole("link").click();
  const outcome = page.getByRole("article", { name: "Hot lead" });
  await outcome.getByText("filtered").waitFor();
  await outcome.getByText("lead.score was 72", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Send again" }).click();
  await page.getByLabel("One workflow, whatever its triggers say").check();
  await page.getByRole("button", { name: "Send it" }).click();
  await page.getByText("Repeats").waitFor();
  await page.getByRole("article", { name: "Hot lead" }).getByText("started", { exact: true }).waitFor();
});

test("tokens: one is made, shown once, works, and is revoked; the audit log knows it, and a viewer sees neither", async () => {
  const page = await dashboard.open("/tokens");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("Who uses it").fill("kim");
  await page.getByRole("button", { name: "Make it" }).click();
  const secret = await page.getByTestId("secret").innerText();
  await noProblems(page);
  await page.getByRole("button", { name: "I have it" }).click();

  const viewer = await dashboard.open("/", { token: secret });
  await viewer.getByText("The last hour").waitFor();
  expect(await viewer.getByRole("link", { name: "Tokens" }).count()).toBe(0);
  expect(await viewer.getByRole("button", { name: /Start it|Kill the worker/ }).count()).toBe(0);

  await page.getByRole("button", { name: "Revoke the token of kim" }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await page.getByText("revoked", { exact: false }).first().waitFor();
  await page.goto(`${dashboard.stack.apiUrl}/app/audit?action=tokenRevoke`);
  await page.getByRole("cell", { name: "tokenRevoke" }).waitFor();
});

test("retention: what a policy would take is told before it is set; something is held, and released", async () => {
  const page = await dashboard.open("/retention");
  const own = page.getByRole("row", { name: "the project" });
  await own.getByRole("button", { name: "Change" }).click();
  await page.getByLabel("Days of data").fill("30");
  await page.getByText("Nothing would be removed.").last().waitFor();
  await page.getByLabel("Days of Temporal's history").fill("60");
  await page.getByText("historyDays is 60, longer than valueDays, which is 30.").waitFor();
  await page.getByLabel("Days of Temporal's history").fill("7");
  await page.getByText("What this would take now").waitFor();
  await noProblems(page);
  await page.getByRole("button", { name: "Set it" }).click();
  await page.getByRole("row", { name: "the project 7 days 30 days for ever" }).waitFor();

  await page.getByRole("button", { name: "Hold something back" }).click();
  await page.getByRole("combobox", { name: "What" }).click();
  await page.getByRole("option", { name: "everything of the project" }).click();
  await page.getByLabel("Why").fill("case 2026-117");
  await page.getByRole("button", { name: "Hold it" }).click();
  const held = page.getByRole("row", { name: "everything of the project case 2026-117" });
  await held.getByRole("button", { name: "Release" }).click();
  await page.getByRole("button", { name: "Release it" }).click();
  await page.getByText("Nothing is held.").waitFor();
  await noProblems(page);
});

test("the catalogue is searched, and a node type shows its fields; health says what works", async () => {
  const page = await dashboard.open("/node-types?text=notification");
  await page.getByRole("link", { name: "Send a notification" }).click();
  await page.getByRole("cell", { name: "toRole" }).waitFor();
  await page.goto(`${dashboard.stack.apiUrl}/app/health`);
  await page.getByText("Triggers: in order", { exact: true }).waitFor();
  await page.getByText("Every trigger works").waitFor();
  await page.getByRole("table", { name: "Workers" }).getByRole("cell").first().waitFor();
});

test("while the API is away it is asked for again only where somebody can see the page", async () => {
  const page = await dashboard.open("/events");
  await page.clock.install();
  await page.reload();
  await page.getByText(/in all$/).waitFor();
  let asked = 0;
  await page.route("**/auth/methods", async (route) => {
    asked += 1;
    await route.abort();
  });
  await page.route("**/graphql", (route) => route.abort());
  await page.getByText("The API does not answer. What you see").waitFor({ timeout: 30_000 });
  await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(1);
  await page.clock.pauseAt(Date.now() + 60_000);
  await look(page, "hidden");
  await page.clock.runFor(2_000);
  const before = asked;
  await page.clock.runFor(20_000);
  expect(asked).toBe(before);
  await look(page, "visible");
  await expect.poll(async () => (await page.clock.runFor(1_000), asked), { timeout: 30_000 }).toBeGreaterThan(before);
});

/** Shows or hides the tab, as far as the page can tell. */
const look = (page: Page, state: "hidden" | "visible") =>
  page.evaluate(`
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "${state}" });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  `);

test("a list is not asked for while nobody can see it, nor again while the last question has no answer", async () => {
  const page = await dashboard.open("/events");
  await page.clock.install();
  let asked = 0;
  let answers = Promise.resolve();
  await page.route("**/graphql", async (route) => {
    if (/^\s*query Events\b/.test((route.request().postDataJSON() as { query?: string }).query ?? "")) {
      asked += 1;
      await answers;
    }
    await route.continue();
  });
  await page.reload();
  await page.getByText(/in all$/).waitFor();
  await page.clock.pauseAt(Date.now() + 60_000);
  await look(page, "hidden");
  await page.clock.runFor(1_000);
  const before = asked;
  await page.clock.runFor(20_000);
  expect(asked).toBe(before);

  const { promise, resolve: answer } = Promise.withResolvers<void>();
  answers = promise;
  await look(page, "visible");
  await expect.poll(async () => (await page.clock.runFor(1_000), asked), { timeout: 30_000 }).toBe(before + 1);
  await page.clock.runFor(20_000);
  expect(asked).toBe(before + 1);
  answer();
  await expect
    .poll(async () => (await page.clock.runFor(2_000), asked), { timeout: 30_000 })
    .toBeGreaterThan(before + 1);
});
