import { randomBytes } from "node:crypto";
import {
  findConnections,
  insertConnection,
  insertProject,
  jsonb,
  openDatabase,
  rewrapConnections,
  sealSecrets,
  updateConnection,
  type Database,
} from "@tempograph/db";
import { nodeRunId } from "@tempograph/graph";
import { createKeyRing } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFindConnection } from "./find-connection.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { max: 4 });
  await insertProject(db, { id: "billing", name: "Billing" });
  for (const [project, workflow] of [
    ["main", "wf_a"],
    ["billing", "wf_b"],
  ] as const) {
    const draft = jsonb({ graph: {}, triggers: [] }) as never;
    const event = {
      id: `evt_${project}`,
      project,
      type: "t",
      source: "s",
      time: new Date(),
      data: jsonb({}),
      fingerprint: "",
    };
    const execution = { id: `exe_${project}`, project, workflow_id: workflow, workflow_version: 1, trigger_id: "t" };
    await db.insertInto("workflows").values({ id: workflow, project, name: "w", draft }).execute();
    await db.insertInto("events").values(event).execute();
    await db
      .insertInto("executions")
      .values({ ...execution, event_id: event.id })
      .execute();
  }
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const keys = new Map(["old", "new"].map((id) => [id, { id, secret: randomBytes(32) }]));
const ringOf = (current: string, ...others: string[]) =>
  createKeyRing("master keys of connections", "keys.json", {
    current,
    keys: new Map([current, ...others].map((id) => [id, keys.get(id)!])),
  });

let count = 0;
async function make(project: string, name: string, rights: object = {}): Promise<{ id: string; project: string }> {
  const place = { id: `con_${String(++count)}`, project };
  const sealed = sealSecrets(ringOf("old"), place, { token: `token of ${project}` });
  const all = { description: null, allowedHosts: ["api.acme.com"], usableBy: null, ...rights };
  const row = { ...place, name, type: "http.bearer", createdBy: "kim" };
  await insertConnection(db, row, all, { fields: { testUrl: "https://x" }, secretFields: ["token"], ...sealed });
  return place;
}

const find = (executionId: string, name: string, ring = ringOf("old"), isTest = false) =>
  createFindConnection(db, ring)({ executionId, name, test: isTest });

test("a step gets the connection of its execution's project, with its secrets", async () => {
  await make("main", "crm");
  await make("billing", "crm");
  expect(await find("exe_billing", "crm")).toMatchObject({
    ...{ name: "crm", type: "http.bearer", allowedHosts: ["api.acme.com"] },
    fields: { testUrl: "https://x", token: "token of billing" },
  });
  expect((await find(nodeRunId("main", "1"), "crm")).fields).toMatchObject({ token: "token of main" });
});

test.each([
  ["exe_main", "nope"],
  ["exe_unknown", "crm"],
  [nodeRunId("nobody", "1"), "crm"],
])("%s finds no connection %s, and does not try again", async (execution, name) => {
  await expect(find(execution, name)).rejects.toMatchObject({ code: "CONNECTION_UNKNOWN", retryable: false });
});

test("a connection for some workflows is for no other workflow and for no node by itself, but it can be tried out", async () => {
  await make("main", "mine", { usableBy: ["wf_a"] });
  await make("main", "other", { usableBy: ["wf_b"] });
  expect(await find("exe_main", "mine")).toMatchObject({ name: "mine" });
  const single = nodeRunId("main", "1");
  for (const [execution, name] of [
    ["exe_main", "other"],
    [single, "mine"],
  ] as const)
    await expect(find(execution, name)).rejects.toMatchObject({ code: "CONNECTION_NOT_ALLOWED", retryable: false });
  expect(await find(single, "other", ringOf("old"), true)).toMatchObject({ name: "other" });
});

test("a change, and a new master key, reach the next attempt; a lost key is named, and another attempt may find it", async () => {
  await make("main", "rotated");
  const ring = ringOf("new", "old");
  const [row] = await findConnections(db, "main", "name", ["rotated"]);
  const sealed = sealSecrets(ringOf("old"), row!, { token: "next token" });
  await updateConnection(db, row!, "ada", row!, { fields: {}, secretFields: ["token"], ...sealed });
  expect((await find("exe_main", "rotated", ring)).fields).toEqual({ token: "next token" });
  await expect(find("exe_main", "rotated", ringOf("new"))).rejects.toMatchObject({
    code: "CONNECTION_KEY_MISSING",
    retryable: true,
    message: expect.stringMatching(/"rotated".*keys\.json do not contain the key "old"/),
    details: { connection: "rotated", keyId: "old" },
  });
  expect((await rewrapConnections(db, ring)).failed).toEqual([]);
  expect((await find("exe_main", "rotated", ringOf("new"))).fields).toEqual({ token: "next token" });
});

test("a row that was changed past Tempograph is not used", async () => {
  const { id } = await make("main", "forged");
  const { secrets } = sealSecrets(ringOf("old"), { id: "con_1", project: "main" }, { token: "of another row" });
  await db.updateTable("connections").set({ secrets }).where("id", "=", id).execute();
  const ring = ringOf("new", "old");
  await expect(find("exe_main", "forged", ring)).rejects.toMatchObject({
    code: "CONNECTION_INVALID",
    retryable: false,
  });
});

test("while Postgres does not answer, another attempt may find the connection", async () => {
  const gone = openDatabase("postgres://nobody@127.0.0.1:1/none", { max: 1 });
  const request = { executionId: "exe_main", name: "crm", test: false };
  await expect(createFindConnection(gone, ringOf("old"))(request)).rejects.toMatchObject({
    code: "CONNECTION_UNAVAILABLE",
    retryable: true,
  });
  await gone.destroy();
});
