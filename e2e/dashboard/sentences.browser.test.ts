import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow } from "../support/start-test-stack.ts";

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard?.stop());

const graph = {
  nodes: [
    { id: "start", type: "start", position: { x: 40, y: 40 } },
    {
      id: "branch",
      type: "branch",
      position: { x: 40, y: 200 },
      data: { cases: [{ label: "hot", condition: { ">": [{ var: "lead.score" }, 80] } }] },
    },
    { id: "delay", type: "delay", position: { x: 40, y: 400 }, data: { ms: 60_000 } },
  ],
  edges: [
    { source: "start", target: "branch" },
    { source: "branch", sourceHandle: "hot", target: "delay" },
  ],
};

async function opened(name: string, tab = "sentences"): Promise<{ readonly page: Page; readonly id: string }> {
  const { id } = await createWorkflow(dashboard.stack, name, graph);
  const page = await dashboard.open(`/workflows/${id}?tab=${tab}`);
  return { id, page };
}

const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
const slot = (page: Page, text: string) => page.locator("[data-slot]").filter({ hasText: new RegExp(`^${text}$`) });

interface Drawn {
  readonly nodes: readonly { id: string; type: string; data: unknown; position?: { x: number; y: number } }[];
}
async function draftOf(id: string): Promise<Drawn> {
  const { workflow } = await dashboard.stack.graphql<{ workflow: { graph: Drawn } }>(
    "query ($id: ID!) { workflow(id: $id) { graph } }",
    { id },
  );
  return workflow.graph;
}

test("a number in a sentence is changed where it stands, and taken back; the graph follows", async () => {
  const { page, id } = await opened("by.sentence");
  await slot(page, "80").click();
  // What is typed takes the place of the number, which is selected.
  await page.getByRole("dialog").locator("input:focus").waitFor();
  await page.keyboard.type("60");
  await page.keyboard.press("Enter");
  await slot(page, "60").waitFor();
  await saved(page);
  expect(JSON.stringify((await draftOf(id)).nodes)).toContain('[{"var":"lead.score"},60]');
  await page.keyboard.press("Control+z");
  await slot(page, "80").waitFor();
  await saved(page);
  expect(JSON.stringify((await draftOf(id)).nodes)).toContain('[{"var":"lead.score"},80]');
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await page.reload();
  await slot(page, "80").waitFor();
});

test("the keyboard alone walks from value to value, chooses a comparison, writes a duration, and leaves without a change", async () => {
  const { page, id } = await opened("by.keys");
  await slot(page, "lead.score").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await dialog.getByRole("combobox").selectOption("is at least");
  await dialog.getByRole("button", { name: "Change" }).press("Enter");
  await slot(page, "is at least").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await dialog.getByRole("textbox").fill("soon");
  await dialog.getByText("This is no duration").waitFor();
  await dialog.getByRole("textbox").fill("2 hours");
  await page.keyboard.press("Enter");
  await slot(page, "2 hours").waitFor();
  await page.keyboard.press("Enter");
  await dialog.getByRole("textbox").fill("3 hours");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await slot(page, "2 hours").waitFor();
  await saved(page);
  expect((await draftOf(id)).nodes.find((node) => node.id === "delay")?.data).toEqual({ ms: 7_200_000 });
});

test("a condition opens in the rule builder", async () => {
  const { page } = await opened("by.rules");
  await page.getByRole("button", { name: "Change the whole condition" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Rules", { exact: true }).waitFor();
  await dialog.getByRole("textbox", { name: /value/i }).fill("75");
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Change", exact: true }).click();
  await slot(page, "75").waitFor();
});

test("a workflow is typed with completion; what cannot be read is told at its place; one click takes it over, and places stay", async () => {
  const { page, id } = await opened("by.text", "text");
  const text = page.getByRole("textbox", { name: "Workflow in sentences" });
  await text.fill("When order.placed arrives and total > 1000:\n  nonsense");
  await page.getByText(/^Line 2, column 3:/).waitFor();
  expect(await page.getByRole("button", { name: "Replace the workflow" }).isDisabled()).toBe(true);
  // A look at the canvas takes nothing away.
  await page.getByRole("tab", { name: "Canvas" }).click();
  await page.getByRole("tab", { name: "Sentences" }).click();
  await page.getByText("Type it", { exact: true }).click();
  await page.getByText(/^Line 2, column 3:/).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await text.fill('When order.placed arrives and total > 1000:\n  notify Sales "A large order"\n  wai');
  await text.press("Control+End");
  await text.press("Control+Space");
  await page.getByRole("option", { name: "wait", exact: true }).click();
  await text.pressSequentially(" 2 hours");
  const changes = page.getByRole("region", { name: "What the text changes" });
  await changes.getByText(/notify/).waitFor();
  await page.getByRole("button", { name: "Replace the workflow" }).click();
  await page.getByText(/^Type here/).waitFor();
  await saved(page);
  const { nodes } = await draftOf(id);
  expect(nodes.map(({ type }) => type).toSorted()).toEqual(["delay", "send_notification", "start"]);
  expect(nodes.find((node) => node.id === "delay")?.position).toEqual({ x: 40, y: 400 });
  await page.getByText("Change values", { exact: true }).click();
  await slot(page, "1000").waitFor();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await slot(page, "80").waitFor();
});

test("5 MB of pasted text are refused with a sentence, and the page lives", async () => {
  const { page } = await opened("by.paste", "text");
  const text = page.getByRole("textbox", { name: "Workflow in sentences" });
  await text.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", 'log "much"\n'.repeat(500_000));
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  });
  await page.getByText(/At most 1,000,000 are read/).waitFor();
  await page.getByRole("button", { name: "Forget what I typed" }).click();
  await page.getByText(/^Type here/).waitFor();
});

test("a viewer reads the sentences and can change nothing in them", async () => {
  const { id } = await createWorkflow(dashboard.stack, "read.only", graph);
  const { tokenCreate } = await dashboard.stack.graphql<{ tokenCreate: { secret: string } }>(
    "mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) { ... on TokenCreatePayload { secret } } }",
    { input: { name: `reader-${randomUUID()}`, roles: ["viewer"] } },
  );
  const page = await dashboard.open(`/workflows/${id}?tab=sentences`, { token: tokenCreate.secret });
  await page.getByRole("list", { name: "read.only in sentences" }).getByText("80").waitFor();
  expect(await page.locator("[data-slot]").count()).toBe(0);
  expect(await page.getByRole("radio", { name: "Type it" }).count()).toBe(0);
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
