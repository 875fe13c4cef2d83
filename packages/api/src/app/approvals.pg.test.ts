import { jsonb } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await startTestApi({ tokens: { kim: ["viewer"], fin: ["finance"], vi: ["viewer"], olga: ["operator"] } });
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  const form = { type: "object", required: ["amount"] };
  await approval("forFinance", { title: "Pay?", description: "A bill.", approvers: ["role:finance"], form });
  await approval("forKim", { title: "Kim?", approvers: ["user:kim", "role:board"] });
  await approval("forAll", { title: "Anybody?" });
  await approval(
    "decided",
    { title: "Was it?" },
    { status: "completed", port: "approved", output: jsonb({ decision: "approved", by: "kim" }) },
  );
  await approval("ended", { title: "Too late" }, {}, "cancelled");
});
afterAll(() => api.stop());

async function approval(name: string, input: object, step: object = {}, status: "running" | "cancelled" = "running") {
  const id = await insertExecution(api.db, workflow, { status });
  ids[name] = id;
  await api.db
    .insertInto("steps")
    .values({
      execution_id: id,
      path: "each[3]/ask",
      node_id: "ask",
      type: "approval",
      position: 1,
      status: "waiting",
      known_from: "history",
      scheduled_at: new Date("2026-11-21T09:30:00Z"),
      input: jsonb(input),
      ...step,
    })
    .execute();
}

async function inbox(caller: Pick<TestApi, "graphql">, args: string): Promise<string[]> {
  const { body } = await caller.graphql(`{ approvals(${args}) { nodes { title } } }`);
  return body.data.approvals.nodes.map((node: { title: string }) => node.title);
}

test("an inbox lists the approvals that wait, with title and form, the newest first", async () => {
  expect(await inbox(api, "status: WAITING")).toEqual(["Anybody?", "Kim?", "Pay?"]);
  expect(await inbox(api, "status: DECIDED")).toEqual(["Was it?"]);
  expect(await inbox(api, `executionId: "${ids["ended"]!}"`)).toEqual(["Too late"]);
  expect(await inbox(api, `workflowId: "wf_other"`)).toEqual([]);
  const { body } = await api.graphql(
    `query ($id: ID!) { approvals(executionId: $id) { nodes { title description form approvers path canDecide waitingSince decision execution { id workflow { name } } step { nodeId status } } } }`,
    { id: ids["forFinance"] },
  );
  expect(body.data.approvals.nodes).toEqual([
    {
      title: "Pay?",
      description: "A bill.",
      form: { type: "object", required: ["amount"] },
      approvers: ["role:finance"],
      path: "each[3]/ask",
      canDecide: true,
      waitingSince: "2026-11-21T09:30:00.000Z",
      decision: null,
      execution: { id: ids["forFinance"], workflow: { name: "one" } },
      step: { nodeId: "ask", status: "WAITING" },
    },
  ]);
});

test.each([
  // A viewer may not decide any approval, even if an approval names the token.
  ["kim", []],
  ["fin", ["Anybody?", "Pay?"]],
  ["vi", []],
  ["olga", ["Anybody?"]],
])("mine, for %s: %j", async (name, titles) => {
  expect(await inbox(api.as(name), "status: WAITING, mine: true")).toEqual(titles);
});

test("`mine` lists all approvals for an admin, and canDecide agrees with it", async () => {
  expect(await inbox(api, "status: WAITING, mine: true")).toHaveLength(3);
  const { body } = await api.as("fin").graphql(`{ approvals { nodes { title canDecide } } }`);
  expect(body.data.approvals.nodes).toEqual([
    { title: "Too late", canDecide: false },
    { title: "Was it?", canDecide: false },
    { title: "Anybody?", canDecide: true },
    // What others decide is a payload, which a role of one's own may not read.
    { title: null, canDecide: false },
    { title: "Pay?", canDecide: true },
  ]);
});

test("approvals are read page by page, in both directions in GraphQL, and in REST", async () => {
  const first = await api.graphql(`{ approvals(first: 2) { nodes { title } pageInfo { endCursor hasNextPage } } }`);
  const after = first.body.data.approvals.pageInfo.endCursor;
  expect(await inbox(api, `first: 2, after: "${after}"`)).toEqual(["Anybody?", "Kim?"]);
  expect(await inbox(api, `last: 1, before: "${after}"`)).toEqual(["Too late"]);
  const rest = await api.request("GET", "/approvals?status=waiting&limit=2");
  expect(rest.body.items.map((item: { title: string }) => item.title)).toEqual(["Anybody?", "Kim?"]);
  const next = await api.request("GET", `/approvals?status=waiting&limit=2&cursor=${rest.body.nextCursor}`);
  expect(next.body).toMatchObject({ items: [{ title: "Pay?", approvers: ["role:finance"] }], nextCursor: null });
  expect((await api.request("GET", "/approvals?status=open")).body).toMatchObject({ status: 400, path: "/status" });
});
