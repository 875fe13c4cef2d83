import { waitFor } from "@tempograph/testing";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { showWholeGraph } from "../support/show-whole-graph.ts";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow } from "../support/start-test-stack.ts";

// What a person does on the canvas with the mouse and with the clipboard. What the keyboard alone does is in workflow.browser.test.ts.

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.stop());

const WIDE = { width: 1680, height: 900 };
const at = (x: number, y: number) => ({ position: { x, y } });
const GRAPH = {
  nodes: [
    { id: "start", type: "start", ...at(0, 0) },
    { id: "hello", type: "transform", data: { output: "Hello {{ payload.name }}" }, ...at(360, 0) },
    { id: "last", type: "transform", data: { output: "{{ steps.hello }}" }, ...at(720, 0) },
    { id: "loose", type: "transform", data: { output: 1 }, ...at(720, 200) },
  ],
  edges: [
    { source: "start", target: "hello" },
    { source: "hello", target: "last" },
  ],
};

interface Drawn {
  readonly nodes: readonly {
    readonly id: string;
    readonly type: string;
    readonly parentId?: string;
    readonly position: { readonly x: number; readonly y: number };
    readonly width?: number;
    readonly height?: number;
  }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

/** A workflow on its canvas, in a browser of its own or in another tab of the given one. */
async function opened(name: string, graph: unknown = GRAPH, tabOf?: Page): Promise<{ page: Page; id: string }> {
  const { id } = await createWorkflow(dashboard.stack, name, graph);
  const page =
    tabOf === undefined
      ? await dashboard.open(`/workflows/${id}`, { viewport: WIDE })
      : await tabOf.context().newPage();
  if (tabOf !== undefined) {
    await page.setViewportSize(WIDE);
    await page.goto(`${dashboard.stack.apiUrl}/app/workflows/${id}`);
  }
  await showWholeGraph(page);
  return { page, id };
}

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const port = (page: Page, id: string, name: string) => card(page, id).locator(`[data-handleid="${name}"]`);

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await locator.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

/** The draft as the API has it, as soon as it is as expected. */
async function stored(id: string, isExpected: (graph: Drawn) => boolean): Promise<Drawn> {
  return await waitFor(async () => {
    const { workflow } = await dashboard.stack.graphql<{ workflow: { graph: Drawn } }>(
      "query ($id: ID!) { workflow(id: $id) { graph } }",
      { id },
    );
    return isExpected(workflow.graph) ? workflow.graph : undefined;
  });
}

const edgesOf = ({ edges }: Drawn) => edges.map(({ source, target }) => `${source} > ${target}`);
const nodeOf = ({ nodes }: Drawn, id: string) => nodes.find((node) => node.id === id)!;
const hasEdge = (edge: string) => (graph: Drawn) => edgesOf(graph).includes(edge);

test("the mouse drags a node, connects two ports, and inserts a node on an edge; each is a step that can be taken back", async () => {
  const { page, id } = await opened("by.mouse");
  const from = await middleOf(card(page, "loose"));
  await drag(page, from, { x: from.x + 60, y: from.y + 80 });
  const moved = nodeOf(await stored(id, (graph) => nodeOf(graph, "loose").position.y !== 200), "loose").position;
  expect(moved.x).toBeGreaterThan(720);
  expect([moved.x % 8, moved.y % 8]).toEqual([0, 0]);

  await drag(page, await middleOf(port(page, "last", "out")), await middleOf(port(page, "loose", "in")));
  await stored(id, hasEdge("last > loose"));

  await page.locator('.react-flow__edge[aria-label="hello to last"]').click();
  await page.getByRole("button", { name: "Insert a node here" }).click();
  await page.getByRole("combobox", { name: "Add a node" }).fill("delay");
  await page.keyboard.press("Enter");
  expect(edgesOf(await stored(id, hasEdge("hello > delay")))).toEqual([
    "start > hello",
    "hello > delay",
    "last > loose",
    "delay > last",
  ]);

  const undo = page.getByRole("button", { name: /^Undo/ });
  for (const _ of ["insert", "connect", "move"]) await undo.click();
  await card(page, "delay").waitFor({ state: "detached" });
  expect(await undo.isDisabled()).toBe(true);
  const before = await stored(id, (graph) => nodeOf(graph, "loose").position.y === 200);
  expect(edgesOf(before)).toEqual(["start > hello", "hello > last"]);
  const redo = page.getByRole("button", { name: /^Redo/ });
  for (const _ of ["move", "connect", "insert"]) await redo.click();
  await stored(id, hasEdge("delay > last"));
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("an edge that is let go on the empty canvas asks for a node; a double click, too", async () => {
  const { page, id } = await opened("let.go");
  const { x, y } = await middleOf(port(page, "last", "out"));
  await drag(page, { x, y }, { x: x + 40, y: y + 250 });
  await page.getByRole("combobox", { name: "Add a node" }).fill("delay");
  await page.keyboard.press("Enter");
  await stored(id, hasEdge("last > delay"));
  await page.mouse.dblclick(x - 200, y + 250);
  await page.getByRole("combobox", { name: "Add a node" }).fill("delay");
  await page.keyboard.press("Enter");
  await card(page, "delay2").waitFor();
});

test("several nodes are selected, lined up, and wrapped in a container", async () => {
  const { page, id } = await opened("several");
  await card(page, "hello").click();
  await card(page, "loose").click({ modifiers: ["Shift"] });
  await page.getByText("2 nodes are selected.").waitFor();
  await page.getByRole("button", { name: "Line up the selected nodes" }).click();
  await page.getByRole("menuitem", { name: "Left sides" }).click();
  const lined = await stored(id, (graph) => nodeOf(graph, "loose").position.x !== 720);
  expect(nodeOf(lined, "loose").position).toEqual({ x: 360, y: 200 });

  await page.getByRole("button", { name: /^Wrap the selection/ }).click();
  await page.getByRole("combobox", { name: "Wrap the selection in" }).fill("parallel");
  await page.keyboard.press("Enter");
  const wrapped = await stored(id, (graph) => nodeOf(graph, "loose").parentId !== undefined);
  expect(edgesOf(wrapped)).toEqual(["start > parallel", "parallel > last"]);
  expect(nodeOf(wrapped, "hello").parentId).toBe("parallel");
});

test("what is copied in one tab is pasted in another one, and what another app made with React Flow, too", async () => {
  const { page } = await opened("copied.from");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: dashboard.stack.apiUrl });
  const { page: other, id } = await opened(
    "pasted.into",
    { nodes: [{ id: "start", type: "start", ...at(0, 0) }], edges: [] },
    page,
  );
  await page.bringToFront();
  await card(page, "hello").click();
  await card(page, "last").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+c");
  await other.bringToFront();
  await other.getByRole("application").focus();
  await other.keyboard.press("Control+v");
  const pasted = await stored(id, (graph) => graph.nodes.length === 3);
  expect(edgesOf(pasted)).toEqual(["hello > last"]);

  const foreign = {
    nodes: [
      {
        id: "1",
        type: "input",
        position: { x: 0, y: 0 },
        data: { label: "Begin" },
        measured: { width: 10, height: 4 },
      },
      { id: "2", position: { x: 200, y: 0 }, data: { label: "Go on" }, selected: true },
    ],
    edges: [{ id: "e1-2", source: "1", target: "2", animated: true }],
    viewport: { x: 0, y: 0, zoom: 1 },
  };
  await other.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(foreign));
  await other.keyboard.press("Control+v");
  const both = await stored(id, (graph) => graph.nodes.length === 5);
  expect(edgesOf(both)).toContain("1 > 2");
  await other.evaluate((text) => navigator.clipboard.writeText(text), "only words");
  await other.keyboard.press("Control+v");
  await other.getByText("The clipboard has no JSON.").waitFor();
  expect(await dashboard.problemsOf(other)).toEqual([]);
});

test("a workflow that does not fit opens at its beginning, with words of at least 11 pixels", async () => {
  const steps = Array.from({ length: 9 }, (_, index) => `step${String(index)}`);
  const { id } = await createWorkflow(dashboard.stack, "long", {
    nodes: [
      { id: "start", type: "start" },
      ...steps.map((step) => ({ id: step, type: "transform", data: { output: 1 } })),
    ],
    edges: steps.map((target, index) => ({ source: steps[index - 1] ?? "start", target })),
  });
  const page = await dashboard.open(`/workflows/${id}`, { viewport: { width: 1280, height: 800 } });
  await card(page, "start").waitFor();
  await card(page, "step8").waitFor({ state: "detached" });
  // The types of a browser are not known here, so what runs in the page is a text.
  const least = await page.evaluate<number>(`Math.min(...[...document.querySelectorAll(".react-flow__node *")]
    .filter((element) => element.childElementCount === 0 && element.textContent !== "")
    .map((element) => parseFloat(getComputedStyle(element).fontSize) *
      new DOMMatrix(getComputedStyle(document.querySelector(".react-flow__viewport")).transform).a))`);
  expect(least).toBeGreaterThanOrEqual(10.99);
});

test("a node far away is found, a problem leads to its node, and the overview moves the view", async () => {
  const far = { id: "far", type: "transform", label: "Far away", data: { output: 1 }, ...at(6000, 3000) };
  // No path leads to it, which is a problem of it.
  const alone = { id: "alone", type: "transform", label: "Alone", data: { output: 2 }, ...at(-3000, 3000) };
  // A graph with fewer nodes has no overview.
  const more = Array.from({ length: 16 }, (_, index) => ({
    ...{ id: `more${String(index)}`, type: "transform", data: { output: 3 } },
    ...at(3000, index * 100),
  }));
  const { id } = await createWorkflow(dashboard.stack, "large", {
    ...GRAPH,
    nodes: [...GRAPH.nodes, far, alone, ...more],
  });
  const page = await dashboard.open(`/workflows/${id}`, { viewport: WIDE });
  await page.locator(".react-flow__node").first().waitFor();
  await card(page, "far").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Find a node (f)" }).click();
  await page.getByRole("combobox", { name: "Find a node" }).fill("far away");
  await page.keyboard.press("Enter");
  await card(page, "far").waitFor();
  expect(new URL(page.url()).searchParams.get("node")).toBe("far");
  await page
    .getByRole("region", { name: "Problems" })
    .getByRole("button", { name: /^Alone/ })
    .first()
    .click();
  await card(page, "alone").waitFor();
  await card(page, "hello").waitFor({ state: "detached" });
  const { x, y } = await middleOf(page.locator(".react-flow__minimap"));
  await drag(page, { x, y }, { x: x + 14, y: y - 20 });
  await card(page, "alone").waitFor({ state: "detached" });
});

test("a container is resized by hand, nodes are dragged into it and put out of it with the keyboard, and it grows with them", async () => {
  // Not below the overview, which lies over the right lower corner of the canvas.
  const box = { id: "box", type: "parallel", data: {}, width: 400, height: 200, ...at(0, 140) };
  const inside = { id: "inside", type: "transform", data: { output: 1 }, parentId: "box", ...at(24, 44) };
  const loose = { ...GRAPH.nodes[3]!, ...at(480, 160) };
  const { page, id } = await opened("containers", {
    ...GRAPH,
    nodes: [...GRAPH.nodes.slice(0, 3), box, inside, loose],
  });
  const boxOf = (graph: Drawn) => nodeOf(graph, "box");
  await card(page, "box").click({ position: { x: 120, y: 12 } });
  const corner = await middleOf(card(page, "box").locator(".react-flow__resize-control.handle"));
  await drag(page, corner, { x: corner.x + 100, y: corner.y + 60 });
  const larger = boxOf(await stored(id, (graph) => boxOf(graph).width! > 400));
  expect(larger.height).toBeGreaterThan(200);

  const end = await middleOf(card(page, "box").locator(".react-flow__resize-control.handle"));
  await drag(page, end, { x: end.x - 600, y: end.y - 400 });
  // As small as its member lets it be.
  expect(boxOf(await stored(id, (graph) => boxOf(graph).width! < 400))).toMatchObject({ width: 288, height: 132 });

  const from = await middleOf(card(page, "loose"));
  const into = await middleOf(card(page, "box"));
  await drag(page, from, { x: into.x + 60, y: into.y + 30 });
  const dropped = await stored(id, (graph) => nodeOf(graph, "loose").parentId === "box");
  expect(boxOf(dropped).width).toBeGreaterThan(288);

  // The other card lies over most of this one.
  await card(page, "inside").click({ position: { x: 8, y: 10 } });
  await page.keyboard.press("m");
  await page.getByRole("combobox", { name: "Move the selection into" }).fill("no container");
  await page.keyboard.press("Enter");
  const out = await stored(id, (graph) => nodeOf(graph, "inside").parentId === undefined);
  expect(nodeOf(out, "inside").position.y).toBeGreaterThan(boxOf(out).position.y + boxOf(out).height!);
  await page.keyboard.press("m");
  await page.getByRole("combobox", { name: "Move the selection into" }).fill("box");
  await page.keyboard.press("Enter");
  await stored(id, (graph) => nodeOf(graph, "inside").parentId === "box");
  await card(page, "box").click({ position: { x: 120, y: 12 } });
  const { width } = boxOf(await stored(id, () => true));
  await page.keyboard.press("Alt+Shift+ArrowRight");
  await stored(id, (graph) => boxOf(graph).width === width! + 8);
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
