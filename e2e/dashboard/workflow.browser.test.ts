import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { showWholeGraph } from "../support/show-whole-graph.ts";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow } from "../support/start-test-stack.ts";

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.stop());

const graph = {
  nodes: [
    { id: "start", type: "start" },
    { id: "hello", type: "transform", data: { output: "Hello {{ payload.name }}" } },
    { id: "last", type: "transform", data: { output: "{{ steps.hello }}" } },
  ],
  edges: [
    { source: "start", target: "hello" },
    { source: "hello", target: "last" },
  ],
};

async function opened(name: string): Promise<{ readonly page: Page; readonly id: string }> {
  const { id } = await createWorkflow(dashboard.stack, name, graph);
  return { id, page: await onCanvas(await dashboard.open(`/workflows/${id}`)) };
}

async function onCanvas(page: Page): Promise<Page> {
  await showWholeGraph(page);
  return page;
}

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();

test("the keyboard alone builds on an empty canvas: each node follows the one before it", async () => {
  const start = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };
  const { id } = await createWorkflow(dashboard.stack, "from.zero", start);
  const page = await onCanvas(await dashboard.open(`/workflows/${id}`));
  await page.getByRole("application", { name: "Graph of from.zero" }).focus();
  for (const type of ["delay", "log"]) {
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Add a node" }).fill(type);
    await page.keyboard.press("Enter");
    await card(page, type).waitFor();
    await page.locator('[role="application"]:focus').waitFor();
  }
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByText('"target": "delay"').waitFor();
  await page.getByText('"target": "log"').waitFor();
  await saved(page);
});

test("the keyboard alone adds, connects, renames, wraps, takes back and publishes, and the draft is saved", async () => {
  const { page, id } = await opened("by.keyboard");
  await page.getByRole("application", { name: "Graph of by.keyboard" }).focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  await page.waitForURL("**?node=hello");
  await page.keyboard.press("i");
  await page.getByRole("combobox", { name: "Add a node" }).fill("delay");
  await page.keyboard.press("Enter");
  await card(page, "delay").waitFor();
  // The list gives the focus back to the canvas. Enter goes from there into the form of the node, where the id is the first field.
  await page.keyboard.press("Enter");
  await page.locator("aside input:focus").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("pause");
  await page.keyboard.press("Enter");
  await card(page, "pause").waitFor();
  await page.getByRole("application").focus();
  await page.keyboard.press("w");
  await page.getByRole("combobox", { name: "Wrap the selection in" }).fill("parallel");
  await page.keyboard.press("Enter");
  await card(page, "parallel").waitFor();
  await page.keyboard.press("Control+z");
  await card(page, "parallel").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+Z");
  await card(page, "parallel").waitFor();
  await saved(page);
  await page.getByRole("button", { name: "Publish" }).press("Enter");
  await page.getByRole("textbox", { name: "What has changed" }).fill("A pause");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Version 2 is published").first().waitFor();
  const { workflow } = await dashboard.stack.graphql<{
    workflow: { graph: { edges: { source: string; target: string }[]; nodes: { id: string; parentId?: string }[] } };
  }>("query ($id: ID!) { workflow(id: $id) { graph } }", { id });
  expect(workflow.graph.edges.map(({ source, target }) => `${source} > ${target}`)).toEqual([
    "start > hello",
    "hello > parallel",
    "parallel > last",
  ]);
  expect(workflow.graph.nodes.find((node) => node.id === "pause")?.parentId).toBe("parallel");
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("versions are compared on the canvas, in one picture and side by side, and the draft is published with a note", async () => {
  const { id } = await createWorkflow(dashboard.stack, "compared", graph);
  const [start, hello, last] = graph.nodes;
  const draft = {
    nodes: [start, { ...hello, data: { output: "Hi" } }, { id: "new", type: "delay", data: { ms: 5 } }],
    edges: [graph.edges[0], { source: "hello", target: "new" }],
  };
  await dashboard.stack.graphql(
    "mutation ($input: WorkflowSaveDraftInput!) { workflowSaveDraft(input: $input) { __typename } }",
    { input: { id, graph: draft, draftRevision: 1 } },
  );
  const page = await onCanvas(await dashboard.open(`/workflows/${id}/versions`));
  const legend = page.getByRole("list", { name: "Legend" }).getByRole("listitem");
  expect(await legend.allInnerTexts()).toEqual(["1 added, 1 edge", "1 removed, 1 edge", "1 changed", "0 only moved"]);
  for (const [node, word] of [
    ["new", "added"],
    [last!.id, "removed"],
    ["hello", "changed"],
  ] as const)
    await card(page, node).getByText(word, { exact: true }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await card(page, "hello").click();
  await page.getByText('/data/output: "Hello {{ payload.name }}" → "Hi"').waitFor();
  await page.getByText("Side by side", { exact: true }).click();
  const older = page.getByRole("application", { name: "The older version" });
  await older.locator(`[data-id="${last!.id}"]`).getByText("removed", { exact: true }).waitFor();
  expect(await older.locator('[data-id="new"]').count()).toBe(0);
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("textbox", { name: "What has changed" }).fill("Says hi, then waits");
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByRole("cell", { name: "Says hi, then waits" }).waitFor();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByText("The draft is the same as version 2").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByText("Nothing differs from version 2, so no new version was made.").waitFor();
  await page.goto(`${dashboard.stack.apiUrl}/app/workflows/${id}/versions?from=2&to=1`);
  await page.getByRole("list", { name: "Legend" }).getByText("1 added").waitFor();
  await page.getByRole("button", { name: "Make version 1 live" }).click();
  await page.getByRole("button", { name: "Make it live" }).click();
  await page.getByRole("row", { name: /^1 live/ }).waitFor();
  // The draft is still what version 2 was made of.
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByText("The draft is the same as version 2, the newest one").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByText("Nothing differs from version 2, so no new version was made: it is live again.").waitFor();
  await page.getByRole("row", { name: /^2 live/ }).waitFor();
});

test("of more versions than a page has the older ones are reached, and compared with the newest", async () => {
  const { id } = await createWorkflow(dashboard.stack, "many", graph);
  for (let draftRevision = 1; draftRevision <= 51; draftRevision += 1) {
    await dashboard.stack.graphql(
      `mutation ($draft: WorkflowSaveDraftInput!, $publish: WorkflowPublishInput!) {
        workflowSaveDraft(input: $draft) { __typename }
        workflowPublish(input: $publish) { __typename }
      }`,
      {
        draft: { id, draftRevision, graph: withOutput(`Hello ${draftRevision}`) },
        publish: { id, draftRevision: draftRevision + 1 },
      },
    );
  }
  const page = await dashboard.open(`/workflows/${id}/versions?to=52`);
  await page.getByText("52 in all").waitFor();
  await page.getByRole("button", { name: "Older" }).click();
  await page.getByRole("row", { name: /^2 / }).waitFor();
  await page.reload();
  await page.getByRole("row", { name: /^1 / }).waitFor();
  await page.getByRole("combobox", { name: "From" }).click();
  await page.getByRole("option", { name: "version 2", exact: true }).click();
  await page.getByText('/data/output: "Hello 1" → "Hello 51"').waitFor();
  expect(await page.getByRole("combobox", { name: "To" }).inputValue()).toBe("version 52");
  await page.getByRole("button", { name: "Newer" }).click();
  await page.getByRole("row", { name: /^52 / }).waitFor();
  expect(await page.getByRole("combobox", { name: "From" }).inputValue()).toBe("version 2");
});

/** The graph with another text in its first step. */
const withOutput = (output: string) => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === "hello" ? { ...node, data: { output } } : node)),
});

test("two people edit one draft: different nodes are merged, the same field is asked about", async () => {
  const { page: one, id } = await opened("by.two");
  const other = await onCanvas(await dashboard.open(`/workflows/${id}?node=last`));
  const label = (page: Page) => page.getByRole("textbox", { name: "Label", exact: true });
  await label(other).fill("Theirs");
  await saved(other);
  await card(one, "hello").click();
  await label(one).fill("Mine");
  await saved(one);
  await card(one, "last").getByText("Theirs").waitFor();
  await card(one, "last").click();
  await label(one).fill("Mine, too");
  await saved(one);
  await label(other).fill("Theirs again");
  const dialog = other.getByRole("dialog", { name: "Somebody else changed this workflow, too" });
  await dialog.waitFor();
  expect(await dashboard.problemsOf(other)).toEqual([]);
  // Leaving would lose what nobody has decided.
  await other.keyboard.press("g");
  await other.keyboard.press("e");
  const leaving = other.getByRole("dialog", { name: "What you have changed is not saved" });
  await leaving.getByRole("button", { name: "Keep it as it is" }).click();
  await leaving.waitFor({ state: "hidden" });
  await dialog.getByRole("radio", { name: /^Theirs/ }).check();
  await dialog.getByRole("button", { name: "Keep these" }).click();
  await card(other, "last").getByText("Mine, too").waitFor();
  await saved(other);
});

test("the panel beside the canvas is hidden for more space, and comes back with the key that leads into its form", async () => {
  const { page } = await opened("by.space");
  const panel = page.getByRole("complementary", { name: "What is selected" });
  await card(page, "hello").click();
  await panel.getByRole("textbox", { name: "Label", exact: true }).waitFor();
  await page.getByRole("button", { name: "Hide the panel beside the canvas (p)" }).click();
  await panel.waitFor({ state: "hidden" });
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await card(page, "hello").click();
  await page.keyboard.press("Enter");
  await panel.locator(":focus").waitFor();
  await page.keyboard.press("Escape");
  await card(page, "last").click();
  await page.keyboard.press("p");
  await panel.waitFor({ state: "hidden" });
});

test("a draft is tried in the browser: its path lights up, and follows what somebody changes", async () => {
  const { page } = await opened("tried");
  await page.getByRole("tab", { name: "Try it" }).click();
  const tried = page.getByRole("region", { name: "Try it" });
  await tried.getByRole("textbox", { name: "Data of the event" }).fill('{ "name": "Ada" }');
  await tried.getByText("It completes.").waitFor();
  await card(page, "last").getByText("completed").waitFor();
  await card(page, "hello").click();
  await tried.getByText("Hello Ada").first().waitFor();
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByRole("tab", { name: "Canvas" }).click();
  await page.getByRole("tab", { name: "Try it" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("a viewer sees the graph and nothing that changes it", async () => {
  const { id } = await opened("seen");
  const { tokenCreate } = await dashboard.stack.graphql<{ tokenCreate: { secret: string } }>(
    "mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) { ... on TokenCreatePayload { secret } } }",
    { input: { name: `looker-${randomUUID()}`, roles: ["viewer"] } },
  );
  const page = await onCanvas(await dashboard.open(`/workflows/${id}`, { token: tokenCreate.secret }));
  expect(await page.getByRole("toolbar").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Publish" }).count()).toBe(0);
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
