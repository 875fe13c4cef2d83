import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { showWholeGraph } from "../support/show-whole-graph.ts";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";

// The forms of a workflow beside its canvas. What they change is read back from the API, where it is saved.

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  const { token } = dashboard.stack;
  await dashboard.stack.graphql(
    "mutation ($input: ConnectionCreateInput!) { connectionCreate(input: $input) { __typename ... on Error { message } } }",
    { input: { name: "crm", type: "http.bearer", fields: { token }, allowedHosts: ["x.test"] } },
  );
  // The samples of the forms come from the last event of the type.
  const data = { lead: { name: "Ada", score: 90 }, tags: ["vip"], orders: [{ id: 7 }, { id: 8 }] };
  await dashboard.stack.graphql("mutation ($input: EventInput!) { eventSend(input: $input) { __typename } }", {
    input: { type: "lead.created", data },
  });
});
afterAll(() => dashboard?.stop());

const CONDITION = {
  and: [{ ">": [{ var: "lead.score" }, 80] }, { some: [{ var: "tags" }, { "==": [{ var: "" }, "vip"] }] }],
};
const GRAPH = {
  nodes: [
    { id: "start", type: "start" },
    { id: "call", type: "http_call", data: { url: "https://x.test/{{ payload.lead.name }}", kept: { by: "nobody" } } },
    { id: "check", type: "branch", data: { cases: [{ condition: CONDITION }, { else: true }] } },
    { id: "tell", type: "http_call", data: { url: "https://x.test/{{ steps.cal.status }}", metod: "GET" } },
    { id: "each", type: "for_each", data: { items: "{{ payload.orders }}", result: "{{ item.id }}" } },
    { id: "ship", type: "transform", parentId: "each", data: { output: "Order {{ item.id }}, no. {{ index + 1 }}" } },
  ],
  edges: [
    { source: "start", target: "call" },
    { source: "call", target: "check" },
    { source: "check", target: "tell", sourceHandle: "case0" },
    { source: "check", target: "each", sourceHandle: "else" },
  ],
};

interface Draft {
  readonly graph: {
    readonly nodes: readonly { readonly id: string; readonly type: string; readonly data?: unknown }[];
  };
  readonly triggers: readonly unknown[];
}

interface Opened {
  readonly page: Page;
  readonly draft: () => Promise<Draft>;
  readonly dataOf: (id: string) => Promise<unknown>;
}

/** Makes a draft, with its problems, and opens it at a node. */
async function opened(search: string): Promise<Opened> {
  const trigger = { eventType: "lead.created", condition: { ">": [{ var: "lead.score" }, 80] } };
  const { workflowCreate } = await dashboard.stack.graphql<{ workflowCreate: { workflow: { id: string } } }>(
    `mutation ($input: WorkflowCreateInput!) {
      workflowCreate(input: $input) { ... on WorkflowCreatePayload { workflow { id } } ... on Error { message } }
    }`,
    { input: { name: "Leads", graph: GRAPH, triggers: [trigger], publish: false } },
  );
  const { id } = workflowCreate.workflow;
  const draft = async () => {
    const { workflow } = await dashboard.stack.graphql<{ workflow: Draft }>(
      "query ($id: ID!) { workflow(id: $id) { graph triggers { eventType condition } } }",
      { id },
    );
    return workflow;
  };
  return {
    page: await dashboard.open(`/workflows/${id}${search}`),
    draft,
    dataOf: async (node) => (await draft()).graph.nodes.find((one) => one.id === node)?.data,
  };
}

/** A change is saved a little later, and code is read before that. */
const LATER = { timeout: 15_000 };
const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const noProblems = async (page: Page) => expect(await dashboard.problemsOf(page)).toEqual([]);

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
  const { page, draft, dataOf } = await opened("?node=call");
  const before = await draft();
  const url = page.getByRole("textbox", { name: "Url" });
  await page.getByText("https://x.test/Ada").waitFor();
  await url.click();
  await page.keyboard.press("End");
  await page.keyboard.type("/{{ payload.lead.sc");
  const score = page.getByRole("option", { name: /score/ });
  await score.getByText("number 90").waitFor();
  // Looking at a form has changed nothing but what was typed.
  expect((await draft()).triggers).toEqual(before.triggers);
  await score.click();
  await page.getByText("https://x.test/Ada/90").waitFor();
  await expect
    .poll(() => dataOf("call"), LATER)
    .toEqual({ url: "https://x.test/{{ payload.lead.name }}/{{ payload.lead.score}}", kept: { by: "nobody" } });
  const connection = page.getByRole("combobox", { name: "Connection" });
  await connection.click();
  await page.getByRole("option", { name: "crm" }).click();
  await page.getByRole("textbox", { name: "Body" }).fill("60");
  await expect.poll(() => dataOf("call"), LATER).toMatchObject({ connection: "crm", body: 60 });
  await page.getByRole("button", { name: /Retries, time-outs/ }).click();
  await page.getByRole("textbox", { name: "Maximum attempts" }).fill("3");
  await expect
    .poll(async () => (await draft()).graph.nodes[1], LATER)
    .toMatchObject({ settings: { retry: { maximumAttempts: 3 } } });
  await noProblems(page);

  // JSON stays as it is typed, and counts as soon as somebody goes elsewhere.
  const other = page.getByRole("textbox", { name: "Other fields" });
  await write(other, '{"kept":{"by":"Ada"}}');
  await expect.poll(() => dataOf("call"), LATER).toMatchObject({ kept: { by: "Ada" } });
  expect(await other.innerText()).toBe('{"kept":{"by":"Ada"}}');
  await write(other, '{"kept":{"by":"Eve"}}');
  await card(page, "start").click();
  await expect.poll(() => dataOf("call"), LATER).toMatchObject({ kept: { by: "Eve" } });

  await page.goto(page.url().replace("node=start", "node=tell"));
  const form = page.getByRole("tabpanel", { name: "Change" });
  await form.getByRole("button", { name: "Read steps.call instead of steps.cal" }).click();
  await form.getByRole("button", { name: 'Write "method" instead of "metod"' }).click();
  await expect
    .poll(() => dataOf("tell"), LATER)
    .toEqual({ url: "https://x.test/{{ steps.call.status }}", method: "GET" });
});

test("JSON that cannot be read stays in its field while other nodes are looked at, until it is thrown away", async () => {
  const { page, dataOf } = await opened("?node=call");
  const before = await dataOf("call");
  const other = page.getByRole("textbox", { name: "Other fields" });
  await write(other, '{"kept": nobody');
  await card(page, "start").click();
  await page.waitForURL(/node=start/);
  await page.getByRole("tab", { name: "Sentences" }).click();
  await page.getByRole("tab", { name: "Canvas" }).click();
  await card(page, "call").click();
  await other.getByText('{"kept": nobody').waitFor();
  await page.getByText(/^Not taken over yet/).waitFor();
  // It follows its node to another id.
  await page.getByRole("textbox", { name: "Id", exact: true }).fill("ask");
  await page.keyboard.press("Enter");
  await card(page, "ask").waitFor();
  await other.getByText('{"kept": nobody').waitFor();
  await expect.poll(() => dataOf("ask"), LATER).toEqual(before);
  await page.getByRole("button", { name: "Undo what is not taken over" }).click();
  await other.getByText('"by": "nobody"').waitFor();
  await card(page, "start").click();
  await card(page, "ask").click();
  await other.getByText('"by": "nobody"').waitFor();
  expect(await page.getByText(/^Not taken over yet/).count()).toBe(0);
});

test("a row of a condition as JSON that cannot be read stays, too", async () => {
  const { page, dataOf } = await opened("?node=check");
  const before = await dataOf("check");
  await showWholeGraph(page);
  const row = page.getByRole("textbox", { name: "Rule as JSON" });
  await write(row, '{"some": nobody');
  await card(page, "start").click();
  await page.waitForURL(/node=start/);
  await card(page, "check").click();
  await row.getByText('{"some": nobody').waitFor();
  expect(await dataOf("check")).toEqual(before);
  await page.getByRole("button", { name: "Undo what is not taken over" }).click();
  await row.getByText("nobody").waitFor({ state: "detached" });
});

test("inside of a loop expressions show the first item, and a function its docs", async () => {
  const { page } = await opened("?node=ship");
  await page.getByText("Order 7, no. 1").waitFor();
  await page.getByRole("textbox", { name: "Output" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type("{{ roun");
  await page.getByRole("option", { name: /^round/ }).waitFor();
  await page.getByText(/^Rounds to this many digits/).waitFor();
  await page.goto(page.url().replace("node=ship", "node=each"));
  await page.getByRole("textbox", { name: "Result" }).waitFor();
  await page.getByText("Gives 7").waitFor();
});

test("conditions as rules: a value is changed, what the builder cannot show stays, and an else case has none", async () => {
  const { page, draft, dataOf } = await opened("?node=check");
  const taken = page.getByRole("group", { name: /^If lead\.score is more than 80/ });
  await taken.waitFor();
  const value = page.getByRole("textbox", { name: "Value", exact: true });
  await value.fill("60");
  await expect
    .poll(() => dataOf("check"), LATER)
    .toEqual({
      cases: [{ condition: { and: [{ ">": [{ var: "lead.score" }, 60] }, CONDITION.and[1]] } }, { else: true }],
    });
  await page.getByText("This holds:").waitFor();
  const otherwise = page.getByRole("group", { name: "Otherwise" });
  await otherwise.waitFor();
  expect(await otherwise.getByText("Condition", { exact: true }).count()).toBe(0);
  await noProblems(page);
  await card(page, "@triggers").click();
  await value.fill("10");
  await page.getByRole("textbox", { name: "Event type" }).fill("lead.*");
  await expect
    .poll(async () => (await draft()).triggers, LATER)
    .toEqual([{ eventType: "lead.*", condition: { ">": [{ var: "lead.score" }, 10] } }]);
  await noProblems(page);
  await page.keyboard.press("Escape");
  await page.locator(".react-flow__pane").click({ position: { x: 10, y: 10 } });
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByRole("textbox", { name: "Limit" }).first().fill("5");
  await expect
    .poll(async () => (await draft()).graph, LATER)
    .toMatchObject({ settings: { start: { rateLimit: { limit: 5 } } } });
  await noProblems(page);
});

test("JSON and TypeScript are edited both ways; a text that cannot be read stays, and the draft too", async () => {
  const { page, draft } = await opened("?tab=code");
  const code = page.getByRole("textbox", { name: "Workflow as TypeScript" });
  await code.getByText("lead.created").waitFor();
  const before = await draft();
  await write(
    code,
    'import { flow, gt } from "@tempograph/builder";\nexport const workflow = flow("Leads").on("lead.created").slep("1h").build();',
  );
  await page.getByText("Not taken over yet").waitFor();
  expect(await draft()).toEqual(before);
  await write(
    code,
    'import { flow, gt } from "@tempograph/builder";\nexport const workflow = flow("Leads").on("lead.created").sleep("1h").build(); // mine',
  );
  await expect.poll(async () => (await draft()).graph.nodes.map(({ type }) => type), LATER).toEqual(["start", "delay"]);
  await code.getByText("// mine").waitFor();
  await noProblems(page);

  await page.getByRole("tab", { name: "JSON" }).click();
  const json = page.getByRole("textbox", { name: "Workflow as JSON" });
  await write(json, "{ nodes");
  await page.getByText("The JSON breaks at line 1").first().waitFor();
  await noProblems(page);
  const large = (count: number, length: number) =>
    JSON.stringify({
      nodes: Array.from({ length: count }, (_, n) => ({
        ...{ id: `n${n}`, type: "end", data: { output: "x".repeat(length) } },
      })),
    });
  await paste(json, large(9_000, 900));
  await page.getByText("Not taken over yet: The JSON is larger").waitFor();
  expect((await draft()).graph.nodes).toHaveLength(2);
  await paste(json, large(1_500, 100));
  await expect.poll(async () => (await draft()).graph.nodes.length, LATER).toBe(1_500);
});
