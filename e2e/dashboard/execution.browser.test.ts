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

async function start(): Promise<string> {
  const { executionStart } = await dashboard.stack.graphql<{ executionStart: { execution: { id: string } } }>(
    `mutation ($input: ExecutionStartInput!) { executionStart(input: $input) { ... on ExecutionStartPayload { execution { id } } } }`,
    { input: { workflowId: workflow, data: { items: [1, 2, 3], n: 1 } } },
  );
  return executionStart.execution.id;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("somebody follows an execution live, resolves an incident, ends a wait, goes back in time, and runs it again", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}`);
  // The failed call waits for a person: the page says so, and leads to the step.
  await page.getByText("call has failed").click();
  const panel = page.getByRole("region", { name: "Step call" });
  await panel.getByText("It failed").waitFor();
  await button(page, "Skip the step").click();
  await page.getByLabel("Output of the step").fill("not json");
  await page.getByRole("dialog").getByRole("button", { name: "Skip the step" }).click();
  await page.getByText("This is no JSON").waitFor();
  await page.getByLabel("Output of the step").fill('{ "status": 200 }');
  await page.getByRole("dialog").getByRole("button", { name: "Skip the step" }).click();

  await page.getByText('go waits for the signal "go"').click();
  await page.getByText("The wait ends in 2 days").or(page.getByText("The wait ends tomorrow")).waitFor();
  await button(page, "Pause").click();
  await page.getByText("A person has paused the execution").waitFor();
  await button(page, "Resume").click();
  await button(page, "End the wait now").click();
  await page.getByRole("dialog").getByRole("button", { name: "End the wait now" }).click();
  await button(page, "Run again").waitFor();

  // Each round of the loop can be looked at, and what was not reached says so.
  await page.getByLabel("Round of each").selectOption("2 of 3");
  await page.getByRole("button", { name: /double each\[0\]/ }).click();
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
  await button(page, "Now").click();

  await page.getByRole("tab", { name: "Raw history" }).click();
  await button(page, "WorkflowExecutionStarted").click();
  await page.getByRole("region", { name: "Attributes" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);

  await button(page, "Run again").click();
  await page.getByRole("dialog").getByRole("button", { name: "Run again" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/app/executions/") && !url.pathname.endsWith(id));
  await page.getByRole("link", { name: "compare" }).click();
  await page.getByText(/of \d+ steps differ/).waitFor();
  await button(page, "go").or(button(page, "call")).first().click();
  await page.getByRole("region", { name: "Output on the left" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("whoever may only read sees no button that would be refused", async () => {
  const id = await start();
  const page = await dashboard.open(`/executions/${id}`, { token: viewer });
  await page.getByText("call has failed").click();
  await page.getByRole("region", { name: "Step call" }).getByText("It failed").waitFor();
  for (const name of ["Pause", "Cancel", "Terminate", "Skip the step", "Retry", "Send the event again"])
    expect(await button(page, name).count(), name).toBe(0);
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
