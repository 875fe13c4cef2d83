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

test("an outbox is told as SQL, asked for and taken back; another kind of trigger has none", async () => {
  await api.db
    .insertInto("connections")
    .values({
      ...{ id: "con_shop", name: "shop", type: "postgres", fields: "{}" as never, secret_fields: [], key_id: "k" },
      ...{ secrets: Buffer.from(""), data_key: Buffer.from(""), created_by: "t", updated_by: "t" },
    })
    .execute();
  const config = { connection: "shop", table: "orders", mode: "outbox", operations: ["insert"] };
  const id = await published([{ kind: "database", id: "rows", config }, { id: "placed" }]);
  const told = await rest("POST", `/workflows/${id}/triggers/rows/outbox/install`, { dryRun: true });
  expect(told).toMatchObject({
    status: 200,
    body: { trigger: { state: {} }, sql: expect.arrayContaining([expect.stringContaining('on "public"."orders"')]) },
  });
  expect((await rest("POST", `/workflows/${id}/triggers/rows/outbox/install`)).body).toMatchObject({
    trigger: { state: { outboxWanted: true }, following: true },
  });
  const { body } = await api.graphql(
    `mutation ($input: DatabaseTriggerRemoveInput!) { databaseTriggerRemove(input: $input) { ... on DatabaseTriggerRemovePayload { trigger { state } sql } } }`,
    { input: { id, triggerId: "rows" } },
  );
  expect(body.data.databaseTriggerRemove).toMatchObject({ trigger: { state: { outboxWanted: false } } });
  expect((await rest("POST", `/workflows/${id}/triggers/rows/continue`)).body).toMatchObject({ triggerId: "rows" });
  expect((await rest("POST", `/workflows/${id}/triggers/placed/outbox/install`)).status).toBe(404);
});

test("a database trigger that names no connection of the project is not published", async () => {
  const triggers = [{ kind: "database", id: "rows", config: { connection: "other", table: "orders" } }];
  expect(
    await rest("POST", "/workflows", { name: "Orders", graph: smallGraph, triggers, publish: true }),
  ).toMatchObject({
    status: 422,
    body: { problems: [{ code: "CONNECTION_UNKNOWN", path: "/triggers/0/config/connection" }] },
  });
});

test("editors get every kind with the schema of its config", async () => {
  const { body } = await api.graphql(`{ triggerKinds { kind title config example } }`);
  const kinds = new Map((body.data.triggerKinds as { readonly kind: string }[]).map((each) => [each.kind, each]));
  expect(kinds.get("event")).toMatchObject({ config: null });
  expect(kinds.get("database")).toMatchObject({ config: { type: "object" } });
  expect(kinds.get("manual")).toMatchObject({ config: { type: "object" }, example: { schema: { type: "object" } } });
});
