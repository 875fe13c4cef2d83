import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { "kim@billing": ["editor"] } });
});
afterAll(() => api.stop());

const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };
const create = (key: string, more: object = {}) =>
  api.request("POST", "/workflows", { name: "Keyed", key, graph, ...more });

test("a key names one workflow of a project, also when several callers use it at once, until that is deleted", async () => {
  const answers = await Promise.all([1, 2, 3].map((n) => create("sales/hot", { description: String(n) })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  const refused = answers.find(({ status }) => status === 409)!;
  expect(refused.body).toMatchObject({ code: "WORKFLOW_KEY_EXISTS", path: "/key", hint: expect.any(String) });
  const { items } = (await api.request("GET", "/workflows?key=sales/hot")).body;
  expect(items).toMatchObject([{ key: "sales/hot" }]);
  // Another project has keys of its own (I13).
  const kim = api.as("kim@billing");
  expect((await kim.request("POST", "/workflows", { name: "x", key: "sales/hot", graph })).status).toBe(201);
  expect((await api.request("GET", "/workflows?key=sales/hot")).body.items).toHaveLength(1);
  await api.request("POST", `/workflows/${items[0].id}/archive`);
  expect((await create("sales/hot")).status).toBe(409);
  await api.request("DELETE", `/workflows/${items[0].id}`);
  expect((await create("sales/hot")).status).toBe(201);
});

test("a workflow gets a key later, and keeps it when other things change", async () => {
  const { id } = (await api.request("POST", "/workflows", { name: "later", graph })).body;
  expect((await api.request("GET", `/workflows/${id}`)).body.key).toBeNull();
  expect((await api.request("PUT", `/workflows/${id}`, { key: "later", publish: false })).body.key).toBe("later");
  expect((await api.request("PUT", `/workflows/${id}`, { name: "Later", publish: false })).body.key).toBe("later");
  await create("taken");
  const taken = await api.request("PUT", `/workflows/${id}`, { key: "taken", publish: false });
  expect(taken).toMatchObject({ status: 409, body: { code: "WORKFLOW_KEY_EXISTS" } });
  expect((await api.request("GET", `/workflows/${id}`)).body).toMatchObject({ key: "later", draftRevision: 3 });
});

test("what is not a key is refused, and a repeated request with a key gives the same workflow", async () => {
  for (const key of ["", "/a", "a/", "a b", "ä", "a".repeat(101)])
    expect(await create(key), key).toMatchObject({ status: 400, body: { code: "INVALID_INPUT", path: "/key" } });
  const [one, two] = [await create("again", { idempotencyKey: "k" }), await create("again", { idempotencyKey: "k" })];
  expect([one.status, two.status, two.body.id]).toEqual([201, 201, one.body.id]);
  const graphql = await api.graphql(`{ workflows(key: "again") { nodes { id key } } }`);
  expect(graphql.body.data.workflows.nodes).toEqual([{ id: one.body.id, key: "again" }]);
});
