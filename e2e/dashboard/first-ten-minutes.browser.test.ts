import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "@tempograph/testing";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { demoProcess, type Demo } from "../support/run-demo.ts";

// The first ten minutes of somebody who has never heard of Temporal, with what `npm run demo` starts and prints, and with nothing else.

let dataDir: string;
let demo: Demo;
let browser: Browser;
let link: string;
// Each try has its own demo: the link works once, and the test changes what it finds.
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "tempograph-first-"));
  demo = demoProcess(dataDir);
  browser = await chromium.launch({ executablePath: inject("tempographChromium") });
  link = await waitFor(() => /Dashboard +(http:\S+)/.exec(demo.output())?.[1], {
    ...{ timeoutMs: 120_000, what: "the link of the demo" },
  });
}, 150_000);
afterEach(async () => {
  await browser?.close();
  demo.child.kill("SIGINT");
  await demo.ended;
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const value = (page: Page, text: string) => page.locator("[data-slot]").filter({ hasText: new RegExp(`^${text}$`) });
const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("one link, one click, a killed worker, one number, a trial, a publication, a roll back", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));

  // The link signs in. It works once, and stands in no address afterwards.
  await page.goto(link);
  await page.getByRole("heading", { level: 1, name: "Start" }).waitFor({ timeout: 120_000 });
  expect(page.url()).not.toContain("link=");

  // One click: a workflow, its event, and the execution, live on the canvas.
  await button(page, "Start it: Hot lead").click();
  await page.waitForURL("**/app/executions/*");
  const execution = page.url();
  await card(page, "notify").getByText("completed").waitFor({ timeout: 30_000 });
  await card(page, "wait").getByText("waiting").waitFor();

  // The worker is killed while the execution waits. Another one comes, and the execution goes on to its end.
  await page.getByRole("link", { name: "Start", exact: true }).click();
  await button(page, "Kill the worker").click();
  await button(page, "Kill it with -9").click();
  await page.getByText(/Process \d+ was killed/).waitFor();
  await page.getByText("The worker is back").waitFor({ timeout: 60_000 });
  await page.goto(execution);
  await card(page, "gift").getByText("completed").waitFor({ timeout: 60_000 });
  await card(page, "drip").getByText("skipped").waitFor();
  // The demo's own workflow, which the terminal follows, does not take this event.
  await page
    .getByText(/^event/)
    .getByRole("link")
    .click();
  await page.getByRole("article", { name: "Hot lead", exact: true }).waitFor();
  expect(await page.getByRole("article").count()).toBe(1);

  // A lead with 72 points is not taken, until 80 becomes 60.
  await page.getByRole("link", { name: "Workflows", exact: true }).click();
  // The event's page, which stands until the list is there, has a link of the same name to the versions.
  await page.getByRole("heading", { level: 1, name: "Workflows" }).waitFor();
  await page.getByRole("link", { name: "Hot lead", exact: true }).click();
  await page.waitForURL("**/app/workflows/*");
  const workflow = new URL(page.url()).pathname;
  await page.getByRole("tab", { name: "Try it" }).click();
  const tried = page.getByRole("region", { name: "Try it" });
  const lead = { lead: { source: "LinkedIn", score: 72, title: "CEO" } };
  const data = tried.getByRole("textbox", { name: "Data of the event" });
  // The data of the last event stands there already.
  await waitFor(async () => (await data.inputValue()).includes('"source": "LinkedIn"'), {
    what: "the last event's data",
  });
  await data.fill(JSON.stringify(lead));
  await tried.getByText("No trigger takes this event").waitFor();
  await page.getByRole("tab", { name: "Sentences" }).click();
  await value(page, "80").click();
  await page.getByRole("dialog").getByRole("textbox").fill("60");
  await page.keyboard.press("Enter");
  await value(page, "60").waitFor();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("tab", { name: "Canvas" }).click();
  await page.getByRole("tab", { name: "Try it" }).click();
  await tried.getByText("It completes.").waitFor();
  await tried.getByText("No trigger takes this event").waitFor({ state: "detached" });

  // It is published with a note, and rolled back.
  await page.getByRole("link", { name: "Versions" }).click();
  await page.waitForURL("**/versions");
  await page.getByText("trigger trigger0").waitFor();
  await button(page, "Publish").click();
  await page.getByLabel("What has changed").fill("Leads from 60 points on");
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("row", { name: /^2 live .* Leads from 60 points on/ }).waitFor();
  await button(page, "Make version 1 live").click();
  await button(page, "Make it live").click();
  await page.getByRole("row", { name: /^1 live/ }).waitFor();
  expect(workflow).toMatch(/^\/app\/workflows\/wf_/);
  expect(errors).toEqual([]);
}, 240_000);
