import { limits } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let workflowId: string;
beforeAll(async () => {
  api = await startTestApi({
    tokens: { vera: ["viewer"], rita: ["reader"], olga: ["operator"], "bob@billing": ["admin"] },
  });
  workflowId = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id as string;
});
afterAll(() => api.stop());

type Caller = Pick<TestApi, "request">;
const set = (body: object, by: Caller = api) => by.request("PUT", "/state", body);
const get = (query: string, by: Caller = api) => by.request("GET", `/state/entry?${query}`);

test("an entry is set, read, listed and removed", async () => {
  const { status, body } = await set({ workflowId, key: "cursor", value: { page: 2 }, ttl: "1h" });
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ workflowId, key: "cursor", kind: "value", value: { page: 2 }, members: 0, bytes: 10, revision: 2 },
    ...{ expiresAt: expect.any(String), createdAt: expect.any(String), updatedAt: expect.any(String) },
    updatedBy: "owner",
  });
  expect(Date.parse(body.expiresAt as string) - Date.parse(body.updatedAt as string)).toBeCloseTo(3_600_000, -3);
  expect((await get(`workflowId=${workflowId}&key=cursor`)).body).toEqual(body);
  // The project's entry with the same key is another one.
  expect((await get("key=cursor")).status).toBe(404);
  expect((await set({ key: "cursor", value: 1 })).body).toMatchObject({ workflowId: null, expiresAt: null });

  const keys = async (query: string) =>
    (await api.request("GET", `/state?${query}`)).body.items.map(({ workflowId: of }: { workflowId: unknown }) => of);
  expect(await keys("")).toEqual([null, workflowId]);
  expect(await keys("scope=project")).toEqual([null]);
  expect(await keys("scope=workflow&keyPrefix=cur")).toEqual([workflowId]);
  expect(await keys(`workflow_id=${workflowId}`)).toEqual([workflowId]);
  expect(await keys("keyPrefix=x")).toEqual([]);

  const remove = () => api.request("POST", "/state/delete", { workflowId, key: "cursor" });
  expect((await remove()).body).toEqual({ deleted: true });
  expect((await remove()).body).toEqual({ deleted: false });
  expect(await keys("")).toEqual([null]);
});

test("over GraphQL; a set shows its latest members", async () => {
  const made = await api.graphql(
    `mutation { stateSet(input: { key: "gq", value: [1], ttl: "2d" }) { ... on StateSetPayload { entry { key value kind } } } }`,
  );
  expect(made.body.data.stateSet.entry).toEqual({ key: "gq", value: [1], kind: "VALUE" });
  await api.db
    .insertInto("state_entries")
    .values({ project: "main", workflow_id: "", key: "set", kind: "set", value: null, members: 2, updated_by: "exe_1" })
    .execute();
  const { id } = await api.db
    .selectFrom("state_entries")
    .select("id")
    .where("key", "=", "set")
    .executeTakeFirstOrThrow();
  await api.db
    .insertInto("state_members")
    .values([
      { entry_id: id, member: '"first"', seen: 1 },
      { entry_id: id, member: "2", seen: 2 },
    ])
    .execute();
  const read = await api.graphql(
    `{ stateEntry(key: "set") { value members } none: stateEntry(key: "none") { key }
       stateEntries(first: 1, filter: { scope: PROJECT, keyPrefix: "set" }) { nodes { kind value } totalCount } }`,
  );
  expect(read.body.data).toEqual({
    stateEntry: { value: [2, "first"], members: 2 },
    none: null,
    stateEntries: { nodes: [{ kind: "SET", value: null }], totalCount: 1 },
  });
  const removed = await api.graphql(
    `mutation { stateDelete(input: { key: "set" }) { ... on StateDeletePayload { deleted } } }`,
  );
  expect(removed.body.data.stateDelete).toEqual({ deleted: true });
  expect(await api.db.selectFrom("state_members").selectAll().execute()).toEqual([]);
});

test("values are payloads, and only some roles may change them; the log does not have them", async () => {
  await set({ key: "private", value: "a secret plan" });
  expect((await get("key=private", api.as("rita"))).body.value).toBe("a secret plan");
  const { body } = await get("key=private", api.as("vera"));
  expect(body).toMatchObject({ key: "private", value: null, payloadsHidden: expect.stringContaining("viewer") });
  expect((await set({ key: "private", value: 1 }, api.as("rita"))).status).toBe(403);
  expect((await set({ key: "private", value: 1 }, api.as("olga"))).status).toBe(200);
  const { items } = (await api.request("GET", "/audit?action=stateSet")).body;
  expect(items.map(({ actor, outcome }: { actor: string; outcome: string }) => [actor, outcome])).toContainEqual([
    "olga",
    "ok",
  ]);
  expect(JSON.stringify(items)).not.toContain("secret plan");
});

test.each([
  [{ key: "a" }, 400, "INVALID_INPUT", "/value"],
  [{ key: "a", value: null }, 400, "INVALID_INPUT", "/value"],
  [{ key: "", value: 1 }, 400, "INVALID_INPUT", "/key"],
  [{ key: "x".repeat(257), value: 1 }, 400, "INVALID_INPUT", "/key"],
  [{ key: "\u0000", value: 1 }, 400, undefined, undefined],
  [{ key: "a", value: 1, ttl: "soon" }, 400, "INVALID_INPUT", "/ttl"],
  [{ key: "a", value: 1, ttl: "0" }, 400, "INVALID_INPUT", "/ttl"],
  [{ key: "a", value: "x".repeat(limits.MAX_STATE_VALUE_BYTES) }, 422, "STATE_VALUE_TOO_LARGE", undefined],
  [{ key: "a", value: 1, workflowId: "wf_none" }, 404, "NOT_FOUND", "/workflowId"],
])("case %#: what cannot be stored is refused with %i", async (body, expected, code, path) => {
  const { status, body: answer } = await set(body);
  expect(status).toBe(expected);
  if (code !== undefined) expect(answer.code).toBe(code);
  if (path !== undefined) expect(answer.path).toBe(path);
});

test("a full project refuses another entry, and lets one be changed", async () => {
  await set({ key: "big", value: 1 });
  await api.db
    .updateTable("state_entries")
    .set({ bytes: limits.MAX_PROJECT_STATE_BYTES })
    .where("key", "=", "big")
    .execute();
  expect(await set({ key: "more", value: 1 })).toMatchObject({ status: 409, body: { code: "STATE_FULL" } });
  expect((await set({ key: "big", value: 2 })).status).toBe(200);
});

test("another project's entries do not exist", async () => {
  const other = api.as("bob@billing");
  await set({ key: "theirs", value: 1 }, other);
  expect((await get("key=theirs")).status).toBe(404);
  expect((await get("key=theirs", other)).status).toBe(200);
  expect((await set({ key: "a", value: 1, workflowId }, other)).status).toBe(404);
});
