import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { countRows, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const schema = { type: "object", properties: { orderId: { type: "string" } } };

async function rest(method: string, path: string, body?: object) {
  return await api.request(method, path, body);
}

async function published(triggers: readonly object[]): Promise<string> {
  const created = await rest("POST", "/workflows", { name: "Orders", graph: smallGraph, triggers, publish: true });
  expect(created.status).toBe(201);
  return (created.body as { id: string }).id;
}

test("the triggers of the published version are listed with their sentence; archiving ends them, activating brings them back", async () => {
  const id = await published([
    { id: "placed", eventType: "order.placed" },
    { kind: "manual", id: "byHand", config: { schema } },
  ]);
  const list = async () => (await rest("GET", `/workflows/${id}/triggers`)).body;
  expect(await list()).toMatchObject([
    { triggerId: "byHand", kind: "manual", config: { schema }, sentence: "when somebody starts it by hand" },
    {
      triggerId: "placed",
      config: { eventType: "order.placed" },
      kind: "event",
      status: "active",
      sentence: "when an event order.placed arrives",
      source: null,
    },
  ]);
  await rest("POST", `/workflows/${id}/archive`);
  expect(await list()).toEqual([]);
  await rest("POST", `/workflows/${id}/unarchive`);
  expect(await list()).toHaveLength(2);
});

test("a trigger is paused by name, stays paused when another version is published, and goes on", async () => {
  const id = await published([{ id: "placed", eventType: "order.placed" }]);
  const before = (await countRows(api.db)) as { readonly triggerSets: readonly { project: string; version: number }[] };
  const paused = await rest("POST", `/workflows/${id}/triggers/placed/pause`);
  expect(paused).toMatchObject({
    status: 200,
    body: { status: "paused", pausedBy: expect.any(String), problem: null },
  });
  expect(await countRows(api.db)).toEqual({
    ...before,
    triggerSets: before.triggerSets.map((set) => ({ ...set, version: set.version + 1 })),
  });
  await rest("PUT", `/workflows/${id}`, {
    ...{ name: "Orders", graph: smallGraph, triggers: [{ id: "placed", eventType: "order.paid" }], draftRevision: 1 },
  });
  await rest("POST", `/workflows/${id}/publish`);
  expect((await rest("GET", `/workflows/${id}/triggers`)).body).toMatchObject([{ status: "paused", version: 2 }]);
  const resumed = await rest("POST", `/workflows/${id}/triggers/placed/resume`);
  expect(resumed.body).toMatchObject({ status: "active", pausedAt: null, pausedBy: null });
});

test("an unknown trigger is not found", async () => {
  const id = await published([{ id: "placed" }]);
  expect(await rest("POST", `/workflows/${id}/triggers/other/pause`)).toMatchObject({
    status: 404,
    body: { code: "NOT_FOUND", path: "/triggerId" },
  });
});

test("editors get every kind with the schema of its config", async () => {
  const { body } = await api.graphql(`{ triggerKinds { kind title config example } }`);
  expect(body.data.triggerKinds).toMatchObject([
    { kind: "event", config: null },
    { kind: "manual", config: { type: "object" }, example: { schema: { type: "object" } } },
  ]);
});
