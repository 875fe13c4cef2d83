import { afterAll, beforeAll, expect, test } from "vitest";
import { insertExecution, insertUpdate, startTestApi, type TestApi } from "../../api/src/test-kit/start-test-api.ts";
import { createClient, type Client } from "./index.ts";

// The client against the real API.

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startTestApi({ tokens: { viewer: ["viewer"] } });
  client = createClient(api);
});
afterAll(() => api.stop());

const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };

test("a workflow is created, listed, changed and deleted", async () => {
  const { id, version } = await client.workflowCreate({ name: "One", graph, trigger: { eventType: "one" } });
  expect(version).toBe(1);
  const saved = await client.workflowSaveDraft({ id, name: "Two", publish: false });
  expect(saved.name).toBe("Two");
  await client.workflowCreate({ name: "Three", graph, trigger: { eventType: "three" } });
  const names: string[] = [];
  for await (const { name } of client.every("workflows", { limit: 1 })) names.push(name);
  expect(names).toEqual(["Three", "Two"]);
  expect(await client.workflowDelete({ id })).toBeUndefined();
  const missing = client.workflow({ id });
  await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND", category: "notFound", path: "/id" });
});

test("a refused graph tells each problem", async () => {
  const wrong = { ...graph, edges: [{ id: "e", source: "start", target: "nowhere" }] };
  const refused = client.workflowCreate({ name: "Wrong", graph: wrong });
  await expect(refused).rejects.toMatchObject({
    code: "INVALID_GRAPH",
    problems: expect.arrayContaining([expect.objectContaining({ code: "EDGE_TO_NOWHERE" })]),
  });
});

test("an event is sent once, whoever repeats it", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(() => client.eventSend({ type: "t", data: 7, idempotencyKey: "k" })),
  );
  expect(first!.id).toBe(second!.id);
  expect(await client.event({ id: first!.id })).toMatchObject({ type: "t", data: 7 });
});

test("a token's roles are told as an error", async () => {
  const viewer = createClient({ url: api.url, token: `${api.token}_viewer` });
  await expect(viewer.eventSend({ data: {} })).rejects.toMatchObject({ code: "FORBIDDEN", status: 403 });
  const nobody = createClient({ url: api.url, token: "wrong" });
  await expect(nobody.viewer()).rejects.toMatchObject({ code: "UNAUTHORIZED", category: undefined });
});

test("updates come live, go on after a cursor, and end with the execution", async () => {
  const { id } = await client.workflowCreate({ name: "Live", graph });
  const execution = await insertExecution(api.db, id);
  const add = (key: string, status?: "completed") =>
    insertUpdate(api.db, execution, { kind: "status", key, body: { key }, ...(status && { status }) });
  await add("one");
  const seen: string[] = [];
  for await (const { cursor } of client.executionEvents({ id: execution })) {
    seen.push(cursor);
    if (seen.length === 1) await add("two");
    if (seen.length === 2) await add("three", "completed");
  }
  expect(seen).toEqual(["1", "2", "3"]);
  const rest: string[] = [];
  for await (const { cursor } of client.executionEvents({ id: execution, after: "2" })) rest.push(cursor);
  expect(rest).toEqual(["3"]);
});
