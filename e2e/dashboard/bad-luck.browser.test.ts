import { waitFor } from "@tempograph/testing";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow, runToEnd } from "../support/start-test-stack.ts";

// Bad input and bad luck while somebody edits: each is said in plain words, the page stays alive, and nothing is lost.

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.stop());

const GRAPH = {
  nodes: [
    { id: "start", type: "start" },
    { id: "hello", type: "transform", data: { output: "Hello" } },
  ],
  edges: [{ source: "start", target: "hello" }],
};

async function onCanvas(page: Page): Promise<Page> {
  await page.locator(".react-flow__node").first().waitFor();
  return page;
}
const opened = async (name: string, token?: string) => {
  const { id } = await createWorkflow(dashboard.stack, name, GRAPH);
  const page = await dashboard.open(`/workflows/${id}?node=hello`, token === undefined ? {} : { token });
  return { id, page: await onCanvas(page) };
};
const label = (page: Page) => page.getByRole("textbox", { name: "Label", exact: true });
const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor({ timeout: 60_000 });

/** Pastes a text as the clipboard would, into what has the focus. The real clipboard is shared by all browsers of a machine. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(
    `(text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }`.replace(/^/, "(") + `)(${JSON.stringify(text)})`,
  );
}

async function labelOf(id: string): Promise<string | undefined> {
  const { workflow } = await dashboard.stack.graphql<{
    workflow: { graph: { nodes: { id: string; label?: string }[] } };
  }>("query ($id: ID!) { workflow(id: $id) { graph } }", { id });
  return workflow.graph.nodes.find((node) => node.id === "hello")?.label;
}

/** Asks the API as the owner. */
const ask = async (path: string, body?: unknown) => {
  const answer = await fetch(dashboard.stack.apiUrl + path, {
    method: "POST",
    headers: { authorization: `Bearer ${dashboard.stack.token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as { readonly id: string; readonly secret: string };
};

/** A workflow that has run once. */
async function started(name: string): Promise<{ readonly workflow: string }> {
  const { id } = await createWorkflow(dashboard.stack, name, GRAPH);
  await runToEnd(dashboard.stack, name, {});
  return { workflow: id };
}

/** The number of events of a type. */
async function sentAs(type: string): Promise<number> {
  const { events } = await dashboard.stack.graphql<{ events: { totalCount: number } }>(
    "query ($type: String!) { events(filter: { type: $type }) { totalCount } }",
    { type },
  );
  return events.totalCount;
}

const many = (count: number, data: object = {}) => ({
  nodes: Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: "transform",
    data,
    position: { x: (index % 100) * 320, y: Math.floor(index / 100) * 120 },
  })),
  edges: [],
});

/** A graph that no person has placed, whose path is too long for the layout library. */
function longPath(count: number): object {
  const nodes = many(count).nodes.map(({ position: _, ...node }) => node);
  return { nodes, edges: nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]!.id, target: id })) };
}

test("a graph of 10,000 nodes and 5 MB of JSON are refused on the canvas with the limit, and the page goes on", async () => {
  const { page, id } = await opened("too.much");
  const canvas = page.getByRole("application");
  await canvas.focus();
  await paste(page, JSON.stringify(many(10_000)));
  await page.getByText("The graph would have 10002 nodes; at most 10000 nodes").waitFor();
  await paste(page, JSON.stringify(many(50, { output: "x".repeat(100_000) })));
  await page
    .getByRole("alert")
    .getByText(/at most .* (bytes|MiB|MB)|larger than/)
    .waitFor();
  expect(await page.getByRole("button", { name: /^Undo/ }).isDisabled()).toBe(true);
  await label(page).fill("Still here");
  await saved(page);
  expect(await labelOf(id)).toBe("Still here");
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("5 MB in a field are refused with the limit, and the field keeps its text", async () => {
  const { page, id } = await opened("too.wide");
  const refused = async (field: Locator, most: string, kept: string) => {
    await field.focus();
    await page.keyboard.press("End");
    await page.keyboard.insertText("x".repeat(5_000_000));
    const message = page.getByRole("alert").getByText(`At most ${most} characters fit, and there would be 5,000,`);
    await message.waitFor();
    await page.getByRole("alert").getByRole("button", { name: "Close" }).click();
    await message.waitFor({ state: "detached" });
    // The editors of templates are no inputs.
    expect(await field.inputValue().catch(() => field.innerText())).toBe(kept);
  };
  await label(page).fill("Kept");
  await refused(label(page), "10,000", "Kept");
  await refused(page.getByRole("textbox", { name: "Id", exact: true }), "10,000", "hello");
  const output = page.getByRole("textbox", { name: "Output", exact: true });
  await refused(output, "100,000", "Hello");
  await saved(page);
  expect(await labelOf(id)).toBe("Kept");
  await page.getByRole("link", { name: "Workflows", exact: true }).click();
  await page.getByRole("button", { name: "New workflow" }).click();
  await refused(page.getByRole("dialog").getByRole("textbox", { name: "Name" }), "10,000", "");
  await page.keyboard.press("Escape");
  await refused(page.getByRole("textbox", { name: "Search by name" }), "1,000", "");
});

test("5 MB of JSON in the JSON tab are refused with the reason; the text stays, on other tabs, too; a graph of 10,000 nodes is taken", async () => {
  const { page, id } = await opened("too.long");
  await page.getByRole("tab", { name: "JSON" }).click();
  const editor = page.getByRole("textbox", { name: "Workflow as JSON" });
  await editor.getByText('"hello"').first().waitFor();
  await editor.focus();
  await page.keyboard.press("Control+a");
  await paste(page, JSON.stringify(many(50, { output: "x".repeat(100_000) })));
  const refusal = page.getByText(/^Not taken over yet: .*(bytes|MiB|MB)/);
  await refusal.waitFor();
  await page.getByRole("tab", { name: "Canvas" }).click();
  await onCanvas(page);
  await page.getByRole("tab", { name: "JSON" }).click();
  await refusal.waitFor();
  await page.getByRole("button", { name: "Undo what is not taken over" }).click();
  await page.getByText("The same as on the canvas.").waitFor();

  await editor.focus();
  await page.keyboard.press("Control+a");
  await paste(page, JSON.stringify(longPath(10_000)));
  await waitFor(
    async () => {
      const { workflow } = await dashboard.stack.graphql<{ workflow: { graph: { nodes: unknown[] } } }>(
        "query ($id: ID!) { workflow(id: $id) { graph } }",
        { id },
      );
      return workflow.graph.nodes.length === 10_000 ? true : undefined;
    },
    { timeoutMs: 60_000 },
  );
  // So many cards take their time on a busy machine.
  await page.getByRole("tab", { name: "Canvas" }).click({ timeout: 90_000 });
  await onCanvas(page);
  await page.getByRole("button", { name: /^Undo/ }).click({ timeout: 60_000 });
  await page.locator('.react-flow__node[data-id="hello"]').waitFor();
  await saved(page);
});

test("the session ends in the middle of typing: the text stays, and is saved after the same person has signed in again", async () => {
  const first = await ask("/tokens", { name: "ed", roles: ["editor"] });
  const { page, id } = await opened("signed.out", first.secret);
  await ask(`/tokens/${first.id}/revoke`);
  await label(page).fill("Typed meanwhile");
  const dialog = page.getByRole("dialog", { name: "Sign in" });
  await dialog.waitFor();
  const { secret } = await ask("/tokens", { name: "ed", roles: ["editor"] });
  await dialog.getByLabel("Token").fill(secret);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await label(page).inputValue()).toBe("Typed meanwhile");
  await saved(page);
  expect(await labelOf(id)).toBe("Typed meanwhile");
});

test("the API is killed while somebody edits: the page says that nothing is saved, keeps it, and saves it when the API is back", async () => {
  const { page, id } = await opened("api.down");
  dashboard.stack.api.kill9();
  await label(page).fill("Typed without the API");
  await page.getByText("The draft is not saved. It stays here.").waitFor();
  await saved(page);
  await page.getByText("The draft is not saved. It stays here.").waitFor({ state: "hidden" });
  expect(await labelOf(id)).toBe("Typed without the API");
});

/** What a browser does when somebody comes back to its tab: the page reads again what it shows. */
const comeBack = (page: Page) => page.evaluate(`window.dispatchEvent(new Event("visibilitychange"))`);

test("a workflow is archived while somebody edits it: the text stays, leaving is asked about, and it is saved when the workflow is active again", async () => {
  const { page, id } = await opened("archived.meanwhile");
  await ask(`/workflows/${id}/archive`);
  await label(page).fill("Typed meanwhile");
  await page.getByText("The draft is not saved. It stays here.").waitFor();
  let isKnown = false;
  page.on("response", (answer) => {
    if (answer.url().endsWith("/graphql"))
      void answer.text().then(
        (text) => (isKnown ||= text.includes('"status":"ARCHIVED"')),
        () => {},
      );
  });
  await waitFor(async () => (await comeBack(page), isKnown), { timeoutMs: 15_000, intervalMs: 250 });
  await page.getByRole("link", { name: "Workflows", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it as it is" }).click();
  expect(await label(page).inputValue()).toBe("Typed meanwhile");
  await ask(`/workflows/${id}/unarchive`);
  await page.getByRole("button", { name: "Try again" }).click();
  await saved(page);
  expect(await labelOf(id)).toBe("Typed meanwhile");
});

test("Postgres does not answer for a while: what was read is called old, what could not be read is read when it is back", async () => {
  const page = await dashboard.open("/node-types");
  const health = await page.context().newPage();
  await health.goto(`${dashboard.stack.apiUrl}/app/health`);
  await health.getByText("Answers in").first().waitFor();
  const away = { message: "Postgres does not answer.", extensions: { code: "DATABASE_UNAVAILABLE", retryable: true } };
  await page.context().route("**/graphql", (route) => route.fulfill({ json: { data: null, errors: [away] } }));
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByText("This could not be read").waitFor();
  const old = health.getByText("What you see may be old; the page reads it again by itself.").first();
  await old.waitFor();
  await page.context().unroute("**/graphql");
  await page.getByText("This could not be read").waitFor({ state: "hidden" });
  await page.getByRole("table").first().waitFor();
  await old.waitFor({ state: "hidden" });
});

test("an approval whose form cannot be drawn is answered as JSON, and the others of the inbox stay", async () => {
  const ask = (title: string, form: string) => ({
    nodes: [
      { id: "start", type: "start" },
      { id: "ask", type: "approval", data: { title, approvers: ["role:admin"], form: JSON.parse(form) as object } },
    ],
    edges: [{ source: "start", target: "ask" }],
  });
  await createWorkflow(
    dashboard.stack,
    "ask.plain",
    ask("Plain", `{ "properties": { "note": { "type": "string" } } }`),
  );
  const odd = `{ "properties": { "__proto__": { "type": "string" }, "constructor": { "type": "string" }, "note": { "type": "string" } } }`;
  await createWorkflow(dashboard.stack, "ask.odd", ask("Odd", odd));
  for (const type of ["ask.plain", "ask.odd"])
    await dashboard.stack.graphql(`mutation ($input: EventInput!) { eventSend(input: $input) { __typename } }`, {
      input: { type, data: {} },
    });
  const page = await dashboard.open("/approvals");
  await page.getByRole("article", { name: "Plain" }).getByLabel("Note").waitFor({ timeout: 30_000 });
  const asked = page.getByRole("article", { name: "Odd" });
  await asked.getByText("The form of this schema cannot be drawn.").waitFor();
  await asked.getByRole("textbox", { name: "Data" }).fill(`{ "note": "fine" }`);
  await asked.getByRole("button", { name: "Approve" }).click();
  await asked.waitFor({ state: "detached" });
  expect(await page.getByRole("article", { name: "Plain" }).count()).toBe(1);
});

test("what has no sense in an address leaves it, and the page is shown without it", async () => {
  const nonsense = "columns=%7B%7D&status=x&version=y&since=%5B%5D&after=%7B%7D&__proto__=1&workflow=wf_none";
  const page = await dashboard.open(`/executions?${nonsense}`);
  await page.getByText("No execution fits these filters").waitFor();
  expect(new URL(page.url()).search).toBe("?workflow=wf_none");
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("an answer that is lost: the page says that nobody knows whether it was done, and the next try counts once", async () => {
  const { workflow } = await started("lost.answer");
  const { executions } = await dashboard.stack.graphql<{ executions: { nodes: { event: { id: string } }[] } }>(
    "query ($id: ID!) { executions(first: 1, filter: { workflowId: $id }) { nodes { event { id } } } }",
    { id: workflow },
  );
  const page = await dashboard.open(`/events/${executions.nodes[0]!.event.id}`);
  let isLost = false;
  await page.route("**/graphql", async (route) => {
    if (isLost || !route.request().postData()!.includes("eventResend(")) return await route.continue();
    isLost = true;
    await route.fetch();
    return await route.abort();
  });
  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog", { name: "Send the event again" });
  await dialog.getByRole("button", { name: "Send it" }).click();
  await dialog.getByText("Whether this was done is not known.").waitFor();
  const before = page.url();
  await dialog.getByRole("button", { name: "Send it" }).click();
  await page.waitForURL((url) => url.href !== before);
  expect(await sentAs("lost.answer")).toBe(2);
});

test("the clock of the reader's machine is a day ahead: what happened in the last hour is listed, and is some moments old", async () => {
  const { workflow } = await started("wrong.clock");
  const page = await dashboard.open(`/workflows`);
  await page.clock.setSystemTime(Date.now() + 86_400_000);
  await page.goto(`${dashboard.stack.apiUrl}/app/executions?workflow=${workflow}&since=1h`);
  await page.getByRole("cell", { name: "completed" }).waitFor();
  await page.getByRole("cell", { name: /now|second|minute/ }).waitFor();
});

test("a window is open when the session ends: signing in lies over it, nothing in it is lost, and a pause by somebody else is seen", async () => {
  const wait = { id: "wait", type: "delay", data: { ms: 3_600_000 } };
  const graph = { nodes: [{ id: "start", type: "start" }, wait], edges: [{ source: "start", target: "wait" }] };
  const { id: workflowId } = await createWorkflow(dashboard.stack, "window.open", graph);
  const { id } = await ask("/executions", { workflowId });
  const first = await ask("/tokens", { name: "ola", roles: ["operator"] });
  const page = await dashboard.open(`/executions/${id}`, { token: first.secret });
  await page.getByRole("button", { name: "Send a signal" }).click();
  const signal = page.getByRole("dialog", { name: "Send a signal" });
  const name = signal.getByRole("textbox").first();
  await name.fill("half.typed");
  await ask(`/tokens/${first.id}/revoke`);
  const dialog = page.getByRole("dialog", { name: "Sign in" });
  await dialog.waitFor();
  const { secret } = await ask("/tokens", { name: "ola", roles: ["operator"] });
  await dialog.getByLabel("Token").fill(secret);
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await name.inputValue()).toBe("half.typed");
  await signal.getByRole("button", { name: "Close" }).click();
  await ask(`/executions/${id}/pause`);
  await page.getByRole("button", { name: "Resume" }).waitFor();
});
