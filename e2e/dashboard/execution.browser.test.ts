import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow } from "../support/start-test-stack.ts";

let dashboard: Dashboard;
let workflow: string;
let viewer: string;

/** A loop, a branch of which one side is never taken, a call that fails and waits for a person, and a wait. */
const graph = {
  nodes: [
    { id: "start", type: "start" },
    { id: "each", type: "for_each", data: { items: "{{ payload.items }}" } },
    { id: "double", type: "transform", parentId: "each", data: { output: "{{ item * 2 }}" } },
    {
      ...{ id: "size", type: "branch" },
      data: {
        cases: [
          { label: "large", condition: { ">": [{ var: "n" }, 10] }, next: "never" },
          { else: true, next: "call" },
        ],
      },
    },
    { id: "never", type: "transform", data: { output: 1 } },
    {
      ...{ id: "call", type: "http_call", data: { method: "GET", url: "http://127.0.0.1:9/" } },
      settings: { onError: "pause", retry: { maximumAttempts: 1 } },
    },
    { id: "go", type: "wait_for_signal", data: { name: "go", timeout: "2d" } },
  ],
  edges: [
    { source: "start", target: "each" },
    { source: "each", target: "size" },
    { source: "call", target: "go" },
  ],
};

beforeAll(async () => {
  dashboard = await startDashboard();
  workflow = (await createWorkflow(dashboard.stack, "walk", graph)).id;
  const made = await dashboard.stack.graphql<{ tokenCreate: { secret: string } }>(
    `mutation { tokenCreate(input: { name: "vera", roles: ["reader"] }) { ... on TokenCreatePayload { secret } } }`,
  );
  viewer = made.tokenCreate.secret;
});
afterAll(() => dashboard.stop());

async function start(more: object = {}): Promise<string> {
  const { executionStart } = await dashboard.stack.graphql<{ executionStart: { execution: { id: string } } }>(
    `mutation ($input: ExecutionStartInput!) { executionStart(input: $input) { ... on ExecutionStartPayload { execution { id } } } }`,
    { input: { workflowId: workflow, data: { items: [1, 2, 3], n: 1, ...more } } },
  );
  return executionStart.execution.id;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("somebody follows an execution live, resolves an incident, ends a wait, goes back in time, and runs it again", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}`);
  await page.getByRole("heading", { level: 1, name: "walk" }).waitFor();
  await page.getByText(id, { exact: true }).waitFor();
  // The failed call waits for a person: the page says so, and leads to the step.
  await page.getByText('"call" has failed').click();
  const panel = page.getByRole("region", { name: "Step call" });
  await panel.getByText("It failed").waitFor();
  // A retry with another input begins with the input that the step had.
  await panel.getByRole("region", { name: "Input" }).waitFor();
  await button(page, "Retry with another input").click();
  expect(await page.getByRole("dialog").getByLabel("Input").inputValue()).toContain("http://127.0.0.1:9/");
  await button(page, "Keep it as it is").click();
  await button(page, "Skip the step").click();
  await page.getByLabel("Output of the step").fill("not json");
  await page.getByRole("dialog").getByRole("button", { name: "Skip the step" }).click();
  await page.getByText("This is no JSON").waitFor();
  await page.getByLabel("Output of the step").fill('{ "status": 200 }');
  await page.getByRole("dialog").getByRole("button", { name: "Skip the step" }).click();

  await page.getByText('"go" waits for the signal "go"').click();
  await page.getByText("The wait ends in 2 days").or(page.getByText("The wait ends tomorrow")).waitFor();
  await button(page, "Pause").click();
  await page.getByText("A person has paused the execution").waitFor();
  await button(page, "Resume").click();
  await button(page, "End the wait now").click();
  await page.getByRole("dialog").getByRole("button", { name: "End the wait now" }).click();
  await button(page, "Run again").waitFor();

  // Each round of the loop can be looked at, and what was not reached says so.
  await page.getByLabel("Round of each").selectOption("2 of 3");
  await page.getByRole("button", { name: /double" each\[0\]/ }).click();
  await page.getByRole("region", { name: "Step each[0]/double" }).waitFor();
  expect(await page.getByLabel("Round of each").inputValue()).toBe("0");
  await button(page, "Fit View").click();
  await page
    .getByLabel(/never.*skipped/)
    .first()
    .waitFor();

  // Back in time with the keyboard alone; the address keeps the moment.
  await page.getByRole("slider").focus();
  await page.keyboard.press("Home");
  await page.getByText("Before the first step").first().waitFor();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/moment=1/);
  await page.reload();
  await page.getByText(/^1 of \d+: start: completed/).waitFor();
  // The data is that of the moment, too.
  await page.getByRole("tab", { name: "Data" }).click();
  await page.getByText("The execution has no output yet").waitFor();
  await page.getByRole("region", { name: "Step each[0]/double" }).getByText("The step has not begun").waitFor();
  await button(page, "Now").click();
  await page.getByRole("region", { name: "Step each[0]/double" }).getByRole("region", { name: "Output" }).waitFor();
  await page.getByRole("tabpanel", { name: "Data" }).getByRole("button", { name: "go", exact: true }).click();
  await page.getByRole("region", { name: "Output of go" }).getByText("skipped").waitFor();

  await page.getByRole("tab", { name: "Raw history" }).click();
  await button(page, "WorkflowExecutionStarted").click();
  await page.getByRole("region", { name: "Attributes" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);

  await button(page, "Run again").click();
  await page.getByRole("dialog").getByRole("button", { name: "Run again" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/app/executions/") && !url.pathname.endsWith(id));
  await page.getByText('"call" has failed').waitFor();
  await page.getByRole("link", { name: "compare" }).click();
  await page.getByText(/of \d+ steps differ/).waitFor();
  const graphs = page.getByLabel(/^Graph of execution/);
  for (const which of [0, 1]) await button(page, "Fit View").nth(which).click();
  await graphs
    .first()
    .getByLabel(/id call,.*differs/)
    .first()
    .click();
  await graphs
    .last()
    .getByLabel(/id call,.*differs/)
    .first()
    .waitFor();
  await button(page, "call").and(page.locator("[aria-expanded=true]")).waitFor();
  await page.getByRole("region", { name: "Output on the left" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("whoever may only read sees no button that would be refused", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}`, { token: viewer });
  await page.getByText('"call" has failed').click();
  await page.getByRole("region", { name: "Step call" }).getByText("It failed").waitFor();
  for (const name of ["Pause", "Cancel", "Terminate", "Skip the step", "Retry", "Send the event again"])
    expect(await button(page, name).count(), name).toBe(0);
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("HTML in a payload stays text, and of a large value the beginning is drawn until somebody wants more", async () => {
  const id = await start({ html: '<img src="x" onerror="window.harm = true">', longest: "x".repeat(900_000) });
  const page = await dashboard.open(`/executions/${id}?tab=data`);
  const event = page.getByRole("region", { name: "Event", exact: true });
  await event.getByText("<img src=").waitFor();
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.evaluate("window.harm")).toBeUndefined();
  expect((await event.innerText()).length).toBeLessThan(25_000);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText(/^7\d\d,\d{3} more characters/).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download: Event" }).click(),
  ]);
  expect(JSON.parse(readFileSync(await file.path(), "utf8"))).toMatchObject({ n: 1, longest: "x".repeat(900_000) });
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("the API is killed while somebody watches: the page goes on behind the last update that it had", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}?step=call`);
  await button(page, "Retry").waitFor();
  dashboard.stack.api.kill9();
  await page.getByText("The API does not answer. What you see").waitFor();
  await page.getByText("The API does not answer. What you see").waitFor({ state: "hidden", timeout: 60_000 });
  await button(page, "Skip the step").click();
  await page.getByRole("dialog").getByRole("button", { name: "Skip the step" }).click();
  await page.getByText('"go" waits for the signal "go"').waitFor();
  await button(page, "Send a signal").click();
  await page.getByLabel("Name of the signal").fill("go");
  await page.getByLabel("Payload").fill('"on"');
  await page.getByRole("dialog").getByRole("button", { name: "Send a signal" }).click();
  await button(page, "Run again").waitFor();
  // Nothing was missed, and nothing came twice: a page that is opened now has as many changes. The last ones may come after the end.
  const changes = (of: Page) => of.getByText(/^[\d,]+ changes of steps$/).innerText();
  const fresh = await dashboard.open(`/executions/${id}`);
  await expect.poll(async () => (await changes(page)) === (await changes(fresh)), { timeout: 30_000 }).toBe(true);
});

test("the event of an execution is a link, and sending it again leads to the new one", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}`);
  // It changes nothing of this execution, so nothing about it looks dangerous.
  expect(await button(page, "Send the event again").getAttribute("data-variant")).toBe("default");
  await button(page, "Send the event again").click();
  await page.getByText("Every workflow that listens").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Send the event again" }).click();
  await page.waitForURL("**/app/events/*");
  await page.getByText("Repeats").waitFor();
  await page.goBack();
  await page
    .getByText(/^event/)
    .getByRole("link")
    .click();
  await page.waitForURL("**/app/events/*");
});

test("an approval is decided on the page of its execution, with its form", async () => {
  const form = {
    type: "object",
    properties: { amount: { type: "number", title: "How much?", default: 5 } },
    required: ["amount"],
  };
  await createWorkflow(dashboard.stack, "ask", {
    nodes: [
      { id: "start", type: "start" },
      { id: "ask", type: "approval", data: { title: "Pay?", form } },
    ],
    edges: [{ source: "start", target: "ask" }],
  });
  const page = await dashboard.open("/executions");
  const { eventSend } = await dashboard.stack.graphql<{ eventSend: { event: { id: string } } }>(
    `mutation { eventSend(input: { type: "ask", data: {} }) { ... on EventSendPayload { event { id } } } }`,
  );
  await page.goto(`${dashboard.stack.apiUrl}/app/events/${eventSend.event.id}`);
  await page.getByRole("link", { name: /^exe_/ }).click();
  await page.getByText('"ask" waits for somebody to decide "Pay?"').click();
  const panel = page.getByRole("region", { name: "Step ask" });
  expect(await panel.getByLabel("How much?").inputValue()).toBe("5");
  await panel.getByLabel("How much?").fill("7");
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await panel.getByRole("button", { name: "Approve" }).click();
  await panel.getByRole("region", { name: "Output" }).getByText('"amount": 7').waitFor();
});

test("an execution with 10,000 changes is followed live, and the page answers meanwhile", async () => {
  const inside = Array.from({ length: 10 }, (_, index) => `work${String(index)}`);
  await createWorkflow(dashboard.stack, "flood", {
    nodes: [
      { id: "start", type: "start" },
      { id: "each", type: "for_each", data: { items: "{{ payload.items }}" } },
      ...inside.map((id) => ({ id, type: "transform", parentId: "each", data: { output: "{{ item }}" } })),
      { id: "go", type: "wait_for_signal", data: { name: "go", timeout: "2d" } },
    ],
    edges: [
      { source: "start", target: "each" },
      { source: "each", target: "go" },
      ...inside.slice(1).map((target, index) => ({ source: inside[index], target })),
    ],
  });
  const page = await dashboard.open("/events");
  const { eventSend } = await dashboard.stack.graphql<{ eventSend: { event: { id: string } } }>(
    `mutation ($input: EventInput!) { eventSend(input: $input) { ... on EventSendPayload { event { id } } } }`,
    { input: { type: "flood", data: { items: Array.from({ length: 1_000 }, (_, index) => index) } } },
  );
  await page.goto(`${dashboard.stack.apiUrl}/app/events/${eventSend.event.id}`);
  await page.getByRole("link", { name: /^exe_/ }).click();
  // The page is used while the changes come.
  await page.getByRole("tab", { name: "Raw history" }).click();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByText(/^1\d,?\d{3} changes of steps$/).waitFor({ timeout: 120_000 });
  await page.getByText('"go" waits for the signal "go"').waitFor({ timeout: 60_000 });
  expect(await page.getByRole("list", { name: "Steps over time" }).getByRole("listitem").count()).toBeLessThan(100);
  await page.getByLabel("Round of each, of 1000").fill("3");
  await page.getByRole("slider").focus();
  await page.keyboard.press("PageDown");
  await page.waitForURL(/moment=\d+/);
  await button(page, "Now").click();
  await button(page, "Cancel").click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await button(page, "Run again").waitFor();
});

test("on a phone the page of an execution is as wide as the screen", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}?step=call`, { viewport: { width: 360, height: 740 } });
  await button(page, "Skip the step").waitFor();
  await page.getByText("changes of steps").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
