import { waitFor } from "@tempograph/testing";
import pg from "pg";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow } from "../support/start-test-stack.ts";

// The list of executions: what is found, how it is shown, and what is done to many of them at once.

const MANY = 12;
let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  const { stack } = dashboard;
  await createWorkflow(stack, "orders", {
    nodes: [
      { id: "start", type: "start" },
      { id: "paid", type: "wait_for_signal", data: { name: "paid" } },
    ],
    edges: [{ source: "start", target: "paid" }],
  });
  // So many that the pick list does not have the first one by itself.
  const empty = { nodes: [{ id: "start", type: "start" }], edges: [] };
  for (let index = 1; index <= 55; index++)
    await post("/workflows", { name: `other ${String(index)}`, graph: empty, publish: false });
  for (let index = 1; index <= MANY; index++)
    await post("/events?type=orders", { customer: index === 7 ? "Ada@example.com" : `customer ${String(index)}` });
  const waiting = `{ executions(filter: { waitingFor: [SIGNAL], waitingForName: "paid" }) { totalCount } }`;
  await waitFor(
    async () => (await stack.graphql<{ executions: { totalCount: number } }>(waiting)).executions.totalCount === MANY,
    { timeoutMs: 60_000 },
  );
});
afterAll(() => dashboard.stop());

async function post(path: string, body: unknown): Promise<{ readonly secret: string }> {
  const answer = await fetch(dashboard.stack.apiUrl + path, {
    ...{ method: "POST", body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${dashboard.stack.token}`, "content-type": "application/json" },
  });
  return (await answer.json()) as { readonly secret: string };
}

const total = (page: Page, count: number) => page.getByText(`${String(count)} in all`).waitFor();

test("executions are found by a text and by what they wait for; columns and a saved view survive a reload", async () => {
  const page = await dashboard.open("/executions");
  await total(page, MANY);
  await page.getByLabel("Text in input, output or failure").fill("ada@EXAMPLE");
  await total(page, 1);
  await page.getByLabel("Text in input, output or failure").fill("");
  await total(page, MANY);
  await page.getByLabel("Name of what they wait for").fill("sent");
  await page.getByText("No execution fits these filters").waitFor();
  await page.getByLabel("Name of what they wait for").fill("paid");
  await total(page, MANY);

  // Who types on after the list has followed types into the same field. A text that is too long for a filter is refused.
  const event = page.getByLabel("Event", { exact: true });
  await event.pressSequentially("evt");
  await page.getByText("No execution fits these filters").waitFor();
  await page.keyboard.type("_none");
  await page.waitForURL("**event=evt_none**");
  expect(await event.inputValue()).toBe("evt_none");
  await event.fill("x".repeat(5_000));
  await page.getByText("At most 1,000 characters fit").waitFor();
  expect(await event.inputValue()).toBe("evt_none");
  await event.fill("");
  await total(page, MANY);

  // The workflow is searched by the API: one that is not among the newest is found by a part of its name, which then stands in the field.
  const workflow = page.getByRole("combobox", { name: "Workflow" });
  await workflow.click();
  await page.getByText("There are more: type a part of the name.").waitFor();
  await workflow.fill("ORDER");
  await page.getByRole("option", { name: "orders", exact: true }).click();
  await page.waitForURL("**workflow=wf_**");
  await page.reload();
  await total(page, MANY);
  expect(await workflow.inputValue()).toBe("orders");
  await page.goto(`${dashboard.stack.apiUrl}/app/executions`);
  await total(page, MANY);

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Event" }).check();
  await page.getByRole("checkbox", { name: "Workflow" }).uncheck();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Event" }).waitFor();
  expect(await page.getByRole("columnheader", { name: "Workflow" }).count()).toBe(0);

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByLabel("Save what is shown now as").fill("Unpaid");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await page.goto(`${dashboard.stack.apiUrl}/app/executions`);
  await page.getByRole("columnheader", { name: "Workflow" }).waitFor();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("link", { name: "Unpaid" }).click();
  await page.getByRole("columnheader", { name: "Event" }).waitFor();
  await page.reload();
  await page.getByRole("columnheader", { name: "Event" }).waitFor();
  await total(page, MANY);
});

test("two that were chosen are cancelled after the number was shown, then all others; the job has a page of its own", async () => {
  const page = await dashboard.open("/executions?waiting=%5B%22SIGNAL%22%5D");
  await total(page, MANY);
  const boxes = page.getByRole("checkbox", { name: /^Choose (?!all)/ });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByText("2 chosen").waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("They cannot go on afterwards").waitFor();
  await dialog.getByLabel("Reason").fill("not paid");
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Cancel 2" }).click();
  await page.waitForURL("**/app/bulk/blk_*");
  await page.getByText("2 of 2, 2 done").waitFor({ timeout: 30_000 });
  await page.getByRole("heading", { name: "Cancel 2 executions" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);

  await page.goto(`${dashboard.stack.apiUrl}/app/executions?waiting=%5B%22SIGNAL%22%5D`);
  await total(page, MANY - 2);
  await page.getByText(`All ${String(MANY - 2)} that fit`).click();
  await page.getByRole("button", { name: "Send a signal" }).click();
  await dialog.getByRole("button", { name: `Send a signal to ${String(MANY - 2)}` }).click();
  await dialog.getByText("Name of the signal is needed").waitFor();
  await dialog.getByLabel("Name of the signal").fill("paid");
  await dialog.getByRole("button", { name: `Send a signal to ${String(MANY - 2)}` }).click();
  await page.getByText(`${String(MANY - 2)} of ${String(MANY - 2)}`).waitFor({ timeout: 30_000 });
  await page.getByRole("link", { name: "Bulk jobs" }).click();
  await page.getByRole("link", { name: "Cancel 2 executions" }).waitFor();
  await page.goto(`${dashboard.stack.apiUrl}/app/executions?status=%5B%22COMPLETED%22%5D`);
  await total(page, MANY - 2);
});

test("a job that a process works on is stopped, and keeps what was done", async () => {
  const { executions } = await dashboard.stack.graphql<{ executions: { nodes: { id: string }[] } }>(
    "{ executions(first: 2) { nodes { id } } }",
  );
  // A job of 2 that another process holds: the first is done, and the process is slow with the second.
  const db = new pg.Client({ connectionString: dashboard.stack.databaseUrl });
  await db.connect();
  await db.query(`insert into bulk_jobs (id, actor, actor_roles, action, input, filter, total, done, lease_until)
    values ('blk_slow', 'kim', '{operator}', 'pause', '{}', '{}', 2, 1, now() + interval '1 hour')`);
  for (const [index, { id }] of executions.nodes.entries())
    await db.query("insert into bulk_items (job_id, ordinal, execution_id, outcome) values ('blk_slow', $1, $2, $3)", [
      ...[index + 1, id, index === 0 ? "done" : "pending"],
    ]);
  await db.end();
  const page = await dashboard.open("/bulk/blk_slow");
  await page.getByText("1 of 2, 1 done").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("the rest was left alone").waitFor();
  await page.getByText("Not yet").click();
  await page.getByText("1 in all").waitFor();
  expect(await page.getByRole("button", { name: "Stop" }).count()).toBe(0);
});

test("a viewer finds executions, and can neither search payloads nor choose anything", async () => {
  const { secret } = await post("/tokens", { name: "vera", roles: ["viewer"] });
  const page = await dashboard.open("/executions", { token: secret });
  await total(page, MANY);
  expect(await page.getByRole("checkbox").count()).toBe(0);
  expect(await page.getByLabel("Text in input, output or failure").count()).toBe(0);
  expect(await page.getByRole("region", { name: "Many at once" }).count()).toBe(0);
  await page.goto(`${dashboard.stack.apiUrl}/app/executions?text=customer`);
  await page.getByText("FORBIDDEN").waitFor();
});

test("the list follows its changes; while their stream is away it is asked for again", async () => {
  const page = await dashboard.open("/executions");
  await page.clock.install();
  let isAway = false;
  await page.route("**/graphql", async (route) => {
    const { query = "" } = route.request().postDataJSON() as { query?: string };
    await (isAway && query.includes("executionsChanged") ? route.abort() : route.continue());
  });
  const all = page.getByText(/in all$/);
  const followed = page.waitForResponse(
    (answer) => answer.request().postData()?.includes("executionsChanged") === true && answer.ok(),
  );
  await page.reload();
  await all.waitFor();
  await followed;
  await page.clock.pauseAt(Date.now() + 60_000);
  const before = await all.textContent();
  await post("/events?type=orders", { customer: "late" });
  // The page's time stands still but for these steps, which together are less than the time after which a list is asked for in any case.
  for (let step = 0; step < 20 && (await all.textContent()) === before; step++) {
    await page.clock.runFor(600);
    await waitFor(async () => (await all.textContent()) !== before, { timeoutMs: 1_000 }).catch(() => undefined);
  }
  const after = await all.textContent();
  expect(after).not.toBe(before);

  isAway = true;
  await page.clock.resume();
  await page.reload();
  await all.waitFor();
  await post("/events?type=orders", { customer: "later" });
  await expect.poll(() => all.textContent(), { timeout: 30_000 }).not.toBe(after);
});
