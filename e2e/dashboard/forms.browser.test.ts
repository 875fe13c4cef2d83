import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graph, Trigger } from "@tempograph/graph";
import { buildInto } from "../../packages/dashboard/build/build-into.ts";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";

// The forms of a workflow in a browser, under the policy that the API sends. The page is in packages/dashboard/src/forms/test-kit.

let dashboard: Dashboard;
beforeAll(async () => {
  const source = join(import.meta.dirname, "../../packages/dashboard/src/forms/test-kit");
  const folder = await buildInto(await mkdtemp(join(tmpdir(), "forms-")), () => {}, source);
  dashboard = await startDashboard({}, { TEMPOGRAPH_DASHBOARD_DIR: folder });
}, 240_000);
afterAll(() => dashboard?.stop());

interface Draft {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
}

async function draftOf(page: Page): Promise<Draft> {
  return JSON.parse((await page.locator("#draft").textContent()) ?? "null") as Draft;
}

async function dataOf(page: Page, id: string): Promise<unknown> {
  return (await draftOf(page)).graph.nodes.find((node) => node.id === id)?.data;
}

/** As people do it: everything is selected and deleted, and a text is pasted. */
async function write(field: Locator, text: string): Promise<void> {
  await field.press("ControlOrMeta+a");
  await field.press("Delete");
  await field.page().keyboard.insertText(text);
}

/** A large text comes from the clipboard; nobody types it. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.press("ControlOrMeta+a");
  const quoted = JSON.stringify(text);
  // The types of a browser are not known here, so what runs in the page is a text.
  await field.page().evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", ${quoted});
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }`);
}

test("a node's form: templates with completion and a rendered value, unknown fields kept, problems with a change that mends them", async () => {
  const page = await dashboard.open("/forms");
  const before = await draftOf(page);
  const url = page.getByRole("textbox", { name: "Url" });
  await page.getByText("https://x.test/Ada").waitFor();
  // Looking at a form changes nothing.
  expect(await draftOf(page)).toEqual(before);
  await url.click();
  await page.keyboard.press("End");
  await page.keyboard.type("/{{ payload.lead.sc");
  await page.getByRole("option", { name: /score/ }).click();
  await page.getByText("https://x.test/Ada/90").waitFor();
  expect(await dataOf(page, "call")).toEqual({
    url: "https://x.test/{{ payload.lead.name }}/{{ payload.lead.score}}",
    kept: { by: "nobody" },
  });
  await page.getByRole("combobox", { name: "Connection" }).fill("crm");
  await page.getByRole("textbox", { name: "Body" }).fill("60");
  await expect.poll(() => dataOf(page, "call")).toMatchObject({ connection: "crm", body: 60 });
  await page.getByRole("button", { name: /Retries, time-outs/ }).click();
  await page.getByRole("textbox", { name: "Maximum attempts" }).fill("3");
  await expect
    .poll(async () => (await draftOf(page)).graph.nodes[1]?.settings)
    .toEqual({ retry: { maximumAttempts: 3 } });
  expect(await dashboard.problemsOf(page)).toEqual([]);

  await page.getByRole("tab", { name: "tell" }).click();
  await page.getByRole("button", { name: "Read steps.call instead of steps.cal" }).click();
  await page.getByRole("button", { name: 'Write "method" instead of "metod"' }).click();
  await expect.poll(() => dataOf(page, "tell")).toEqual({ url: "{{ steps.call.body }}", method: "GET" });
});

test("conditions as rules: a value is changed, what the builder cannot show stays", async () => {
  const page = await dashboard.open("/forms");
  await page.getByRole("tab", { name: "check" }).click();
  const value = page.getByRole("textbox", { name: "Value", exact: true });
  await value.fill("60");
  await expect
    .poll(() => dataOf(page, "check"))
    .toEqual({
      cases: [
        {
          label: "hot",
          condition: {
            and: [{ ">": [{ var: "lead.score" }, 60] }, { some: [{ var: "tags" }, { "==": [{ var: "" }, "vip"] }] }],
          },
        },
        { else: true },
      ],
    });
  await page.getByText("This holds:").waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await page.getByRole("tab", { name: "triggers" }).click();
  await value.fill("10");
  await page.getByRole("textbox", { name: "Event type" }).fill("lead.*");
  await expect
    .poll(async () => (await draftOf(page)).triggers)
    .toEqual([{ eventType: "lead.*", condition: { ">": [{ var: "lead.score" }, 10] } }]);
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await page.getByRole("tab", { name: "settings" }).click();
  await page.getByRole("textbox", { name: "Limit" }).first().fill("5");
  await expect.poll(async () => (await draftOf(page)).graph.settings).toEqual({ start: { rateLimit: { limit: 5 } } });
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("JSON and TypeScript are edited both ways; a text that cannot be read stays, and the draft too", async () => {
  const page = await dashboard.open("/forms");
  await page.getByRole("tab", { name: "code" }).click();
  const code = page.getByRole("textbox", { name: "Workflow as TypeScript" });
  await code.getByText("lead.created").waitFor();
  const before = await draftOf(page);
  await write(
    code,
    'import { flow, gt } from "@tempograph/builder";\nexport const workflow = flow("Leads").on("lead.created").slep("1h").build();',
  );
  await page.getByText("Not taken over yet").waitFor();
  expect(await draftOf(page)).toEqual(before);
  await write(
    code,
    'import { flow, gt } from "@tempograph/builder";\nexport const workflow = flow("Leads").on("lead.created").sleep("1h").build(); // mine',
  );
  await expect.poll(async () => (await draftOf(page)).graph.nodes.map(({ type }) => type)).toEqual(["start", "delay"]);
  await code.getByText("// mine").waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);

  await page.getByRole("tab", { name: "json" }).click();
  const json = page.getByRole("textbox", { name: "Workflow as JSON" });
  await write(json, "{ nodes");
  await page.getByText("The JSON breaks at line 1").first().waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  const large = (count: number) =>
    JSON.stringify({
      nodes: Array.from({ length: count }, (_, n) => ({ id: `n${n}`, type: "end", data: { output: "x".repeat(900) } })),
    });
  await paste(json, large(9_000));
  await page.getByText("Not taken over yet: The JSON is larger").waitFor();
  expect((await draftOf(page)).graph.nodes).toHaveLength(2);
  await paste(json, large(3_000));
  await expect.poll(async () => (await draftOf(page)).graph.nodes.length, { timeout: 30_000 }).toBe(3_000);
});
