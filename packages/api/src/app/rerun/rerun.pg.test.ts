import { claimPendingExecutions, jsonb } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRows, insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;

// a ─▶ b ─▶ c
const chain = (...ids: string[]) => ({
  nodes: ids.map((id) => ({ id, type: "http_call", data: { url: "http://127.0.0.1:9" } })),
  edges: ids.slice(1).map((id, index) => ({ id: `e${String(index)}`, source: ids[index], target: id })),
});

beforeAll(async () => {
  api = await startTestApi();
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: chain("a", "b", "c") })).body.id;
});
afterAll(() => api.stop());

async function closed(status: "failed" | "completed" = "failed"): Promise<string> {
  const id = await insertExecution(api.db, workflow, { status });
  const step = { execution_id: id, type: "http_call", known_from: "history" as const };
  await api.db
    .insertInto("steps")
    .values([
      { ...step, path: "a", node_id: "a", position: 0, status: "completed", port: "out", output: jsonb({ n: 1 }) },
      { ...step, path: "b", node_id: "b", position: 1, status: "failed", failure: jsonb({ code: "X", message: "x" }) },
      { ...step, path: "c", node_id: "c", position: 2, status: "notReached" },
    ])
    .execute();
  return id;
}

const RERUN = `mutation ($input: ExecutionRerunInput!) { executionRerun(input: $input) { __typename
  ... on ExecutionRerunPayload { deduplicated seededNodes execution { id status rerunFrom version { number } event { id } rerunOf { id status reruns { nodes { id } } } } }
  ... on Error { code path hint } } }`;
const rerun = async (input: object) => (await api.graphql(RERUN, { input })).body.data.executionRerun;

test("a rerun is a new pending execution of the same event and version, and both refer to each other", async () => {
  const id = await closed();
  const { execution, seededNodes } = await rerun({ executionId: id });
  expect(seededNodes).toEqual([]);
  expect(execution).toMatchObject({
    id: expect.stringMatching(new RegExp(`^${id}_r[0-9a-z]{13}$`)),
    status: "PENDING",
    rerunFrom: null,
    version: { number: 1 },
    rerunOf: { id, status: "FAILED", reruns: { nodes: [{ id: execution.id }] } },
  });
  const old = await api.request("GET", `/executions/${id}`);
  expect(execution.event.id).toBe(old.body.eventId);
  expect((await api.request("GET", `/executions?rerun_of=${id}`)).body.items).toMatchObject([
    { id: execution.id, rerunOf: id },
  ]);
});

test("a dispatcher that claims a rerun from a node gets the outputs of the nodes before it, and the priority of the execution that runs again", async () => {
  const id = await closed();
  const order = { priority: 1, fairness_key: "k", fairness_weight: 2 };
  await api.db.updateTable("executions").set(order).where("id", "=", id).execute();
  const { execution, seededNodes } = await rerun({ executionId: id, fromNode: "b" });
  expect(seededNodes).toEqual(["a"]);
  expect(execution.rerunFrom).toBe("b");
  const { rows: claimed } = await claimPendingExecutions(api.db, 100, 1_000);
  expect(claimed.find((row) => row.id === execution.id)).toMatchObject({
    ...order,
    rerun_of: id,
    seed: { a: { port: "out", output: { n: 1 } } },
    event: { id: execution.event.id },
  });
});

test("the same key makes one rerun; the key is refused for a different rerun; the id of a rerun's rerun is not longer", async () => {
  const id = await closed();
  const first = await rerun({ executionId: id, fromNode: "b", idempotencyKey: "k" });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => rerun({ executionId: id, fromNode: "b", idempotencyKey: "k" })),
  );
  for (const answer of answers)
    expect(answer).toMatchObject({ deduplicated: true, execution: { id: first.execution.id } });
  expect(await rerun({ executionId: id, idempotencyKey: "k" })).toMatchObject({
    code: "IDEMPOTENCY_CONFLICT",
    path: "/idempotencyKey",
  });
  const others = await Promise.all([
    rerun({ executionId: id }),
    rerun({ executionId: id }),
    rerun({ executionId: id, idempotencyKey: "l" }),
  ]);
  expect(new Set([first, ...others].map((answer) => answer.execution.id)).size).toBe(4);

  await api.db.updateTable("executions").set({ status: "cancelled" }).where("id", "=", first.execution.id).execute();
  const again = await rerun({ executionId: first.execution.id });
  expect(again.execution.id).toHaveLength(first.execution.id.length);
  expect(again.execution.rerunOf.id).toBe(first.execution.id);
});

test("version PUBLISHED runs the live version, and takes over the outputs of nodes that both versions have", async () => {
  const id = await closed();
  await api.request("PUT", `/workflows/${workflow}`, { graph: chain("new", "a", "b") });
  expect(await rerun({ executionId: id, version: "PUBLISHED", fromNode: "b" })).toMatchObject({
    seededNodes: ["a"],
    execution: { version: { number: 2 } },
  });
  expect(await rerun({ executionId: id, version: "PUBLISHED", fromNode: "c" })).toMatchObject({
    code: "NODE_UNKNOWN",
    path: "/fromNode",
  });
  expect(await rerun({ executionId: id, fromNode: "c" })).toMatchObject({
    seededNodes: ["a"],
    execution: { version: { number: 1 } },
  });
});

test("an execution or node that cannot be run again is refused, and nothing is written", async () => {
  const open = await insertExecution(api.db, workflow);
  const pending = await insertExecution(api.db, workflow, { status: "pending" });
  const id = await closed("completed");
  const before = await countRows(api.db);
  expect(await rerun({ executionId: open })).toMatchObject({
    __typename: "ConflictError",
    code: "EXECUTION_OPEN",
    path: "/executionId",
  });
  expect(await rerun({ executionId: pending })).toMatchObject({ code: "EXECUTION_OPEN" });
  expect(await rerun({ executionId: "exe_nobody" })).toMatchObject({ __typename: "NotFoundError", code: "NOT_FOUND" });
  expect(await rerun({ executionId: id, fromNode: "nobody" })).toMatchObject({
    __typename: "NotFoundError",
    code: "NODE_UNKNOWN",
  });
  expect(await rerun({ executionId: id, fromNode: "a[3]/b" })).toMatchObject({
    code: "NODE_UNKNOWN",
    path: "/fromNode",
    hint: expect.stringContaining('Begin at "a"'),
  });
  expect(await rerun({ executionId: id, fromNode: "x\u0000" })).toMatchObject({
    code: "INVALID_INPUT",
    path: "/fromNode",
  });
  expect(await rerun({ executionId: id, idempotencyKey: "" })).toMatchObject({
    code: "INVALID_INPUT",
    path: "/idempotencyKey",
  });
  expect(await countRows(api.db)).toEqual(before);
  await api.request("POST", `/workflows/${workflow}/archive`);
  expect(await rerun({ executionId: id, version: "PUBLISHED" })).toMatchObject({
    code: "WORKFLOW_ARCHIVED",
    path: "/version",
  });
  expect(await rerun({ executionId: id })).toMatchObject({ execution: { status: "PENDING" } });
});

test("REST: the answer is 201 with the new execution; the key may be a header", async () => {
  const id = await closed();
  const send = () => api.request("POST", `/executions/${id}/rerun`, { from_node: "b" }, { "idempotency-key": "h" });
  const first = await send();
  expect(first).toMatchObject({
    status: 201,
    body: { rerunOf: id, rerunFrom: "b", seededNodes: ["a"], deduplicated: false },
  });
  expect(first.headers.get("location")).toBe(`/executions/${first.body.id}`);
  expect((await send()).body).toMatchObject({ id: first.body.id, deduplicated: true });
  expect((await api.request("POST", `/executions/${id}/rerun`, { version: "old" })).body).toMatchObject({
    status: 400,
    path: "/version",
  });
});
