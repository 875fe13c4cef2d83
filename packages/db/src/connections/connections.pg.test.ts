import { randomBytes } from "node:crypto";
import { createKeyRing, type KeyRing } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { jsonb } from "../connection/jsonb.ts";
import {
  connectionUsages,
  deleteConnection,
  findConnections,
  findStepConnection,
  insertConnection,
  namedConnections,
  updateConnection,
} from "../queries/connections.ts";
import { withinProject } from "../projects/project-scope.ts";
import { insertProject } from "../queries/projects.ts";
import { rewrapConnections } from "./rewrap-connections.ts";
import { openSecrets, sealSecrets } from "./sealed-secrets.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { max: 4 });
  await insertProject(db, { id: "billing", name: "Billing" });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const keys = new Map(["old", "new"].map((id) => [id, { id, secret: randomBytes(32) }]));
const ringOf = (current: string, ...others: string[]): KeyRing =>
  createKeyRing("master keys", "the test", {
    current,
    keys: new Map([current, ...others].map((id) => [id, keys.get(id)!])),
  });
const ANY = { description: null, allowedHosts: null, usableBy: null };

let count = 0;
async function insert(
  project: string,
  name: string,
  master = ringOf("old"),
  rights = ANY as Parameters<typeof insertConnection>[2],
) {
  const id = `con_${String(++count).padStart(4, "0")}`;
  const secrets = sealSecrets(master, { project, id }, { token: `canary of ${name}` });
  const row = { id, project, name, type: "http.bearer", createdBy: "kim" };
  const credentials = { fields: { testUrl: "https://x.example" }, secretFields: ["token"], ...secrets };
  return await insertConnection(db, row, rights, credentials);
}

const stored = async (project: string, name: string) => (await findStepConnection(db, { project }, name))!;

test("a row holds the secrets in no readable form, and they are opened by project, id and master key", async () => {
  const made = await insert("main", "crm");
  expect(made).toMatchObject({
    name: "crm",
    secretFields: ["token"],
    fields: { testUrl: "https://x.example" },
    revision: 1,
  });
  const { rows } = await sql<{
    row: string;
  }>`select connections::text as row, encode(secrets, 'escape') as s from connections`.execute(db);
  for (const form of ["canary", Buffer.from("canary of crm").toString("base64"), Buffer.from("canary").toString("hex")])
    expect(JSON.stringify(rows)).not.toContain(form);
  const row = await stored("main", "crm");
  expect(openSecrets(ringOf("old"), row, row)).toEqual({ token: "canary of crm" });
  // Copied to another row, the same bytes cannot be opened.
  for (const place of [
    { ...row, id: "con_other" },
    { ...row, project: "billing" },
  ])
    expect(() => openSecrets(ringOf("old"), place, row)).toThrow(/not encrypted for this place/);
});

test("a lost master key is named, with what to do", async () => {
  const row = await stored("main", "crm");
  expect(() => openSecrets(ringOf("new"), row, row)).toThrow(
    /master keys in the test do not contain the key "old".*Hint: add this key again/,
  );
});

test("names are unique within a project only", async () => {
  expect(await insert("main", "crm")).toBeUndefined();
  expect(await insert("billing", "crm")).toMatchObject({ project: "billing", name: "crm" });
});

test("a change names the revision that it changes", async () => {
  const [before] = await findConnections(db, "main", "name", ["crm"]);
  const secrets = sealSecrets(ringOf("old"), before!, { token: "next" });
  const credentials = { fields: {}, secretFields: ["token"], ...secrets };
  const after = await updateConnection(db, before!, "ada", { ...ANY, allowedHosts: ["api.acme.com"] }, credentials);
  expect(after).toMatchObject({
    revision: 2,
    updatedBy: "ada",
    createdBy: "kim",
    allowedHosts: ["api.acme.com"],
    fields: {},
  });
  expect(await updateConnection(db, before!, "kim", ANY)).toBeUndefined();
  const row = await stored("main", "crm");
  expect(openSecrets(ringOf("old"), row, row)).toEqual({ token: "next" });
  expect(await updateConnection(db, { ...after!, project: "billing" }, "kim", ANY)).toBeUndefined();
});

test("usages are the nodes of fitting types in published versions and drafts", async () => {
  const graph = (...connections: string[]) => ({
    nodes: connections.map((connection, n) => ({
      id: `n${n}`,
      type: n === 1 ? "set" : "http_call",
      data: { connection },
    })),
    edges: [],
  });
  const workflow = async (id: string, project: string, draft: unknown, published: unknown) => {
    await db
      .insertInto("workflows")
      .values({
        id,
        project,
        name: id,
        draft: jsonb({ graph: draft, triggers: [] }) as never,
        published_version: 1,
        latest_version: 1,
      })
      .execute();
    await db
      .insertInto("workflow_versions")
      .values({
        ...{
          workflow_id: id,
          version: 1,
          graph: jsonb(published) as never,
          triggers: jsonb([]),
          definition: jsonb({}) as never,
        },
        ...{ definition_hash: "h", interpreter_version: 1 },
      })
      .execute();
  };
  await workflow("wf_a", "main", { nodes: "no list" }, graph("crm", "crm", "erp"));
  await workflow("wf_b", "main", graph("erp", "erp", "crm"), graph());
  await workflow("wf_c", "billing", graph("crm"), graph("crm"));
  const used = { project: "main", name: "crm", types: ["http_call"], most: 10 };
  expect(await connectionUsages(db, used)).toEqual([
    { workflowId: "wf_a", workflowName: "wf_a", version: 1, nodeId: "n0" },
    { workflowId: "wf_b", workflowName: "wf_b", version: null, nodeId: "n2" },
  ]);
  expect(await connectionUsages(db, { ...used, most: 1 })).toHaveLength(1);
});

test("a step finds the connections of its execution's project, whatever else it says", async () => {
  for (const [project, workflow_id] of [
    ["main", "wf_a"],
    ["billing", "wf_c"],
  ] as const) {
    await db
      .insertInto("events")
      .values({
        id: `evt_${project}`,
        project,
        type: "t",
        source: "s",
        time: new Date(),
        data: jsonb({}),
        fingerprint: "f",
      })
      .execute();
    await db
      .insertInto("executions")
      .values({
        id: `exe_${project}`,
        project,
        workflow_id,
        workflow_version: 1,
        event_id: `evt_${project}`,
        trigger_id: "t",
      })
      .execute();
  }
  const found = async (executionId: string) => await findStepConnection(db, { executionId }, "crm");
  expect(await found("exe_billing")).toMatchObject({ project: "billing", workflowId: "wf_c" });
  expect(await found("exe_main")).toMatchObject({ project: "main", workflowId: "wf_a" });
  expect(await found("exe_unknown")).toBeUndefined();
  await db
    .updateTable("executions")
    .set({ status: "completed", closed_at: new Date() })
    .where("id", "=", "exe_main")
    .execute();
  expect(await found("exe_main"), "a workflow under the id of an execution that has ended").toBeUndefined();
  expect(await findStepConnection(db, { project: "main" }, "nul\0")).toBeUndefined();
});

test("the validator gets the connections that are named, and some others", async () => {
  for (const name of ["a", "b", "c"]) await insert("billing", name);
  const names = async (named: string[], more: number) =>
    (await namedConnections(withinProject(db, "billing"), named, { more })).map(({ name }) => name).toSorted();
  expect(await names(["crm", "nope", "nul\0"], 1)).toEqual(["a", "crm"]);
  expect(await names([], 2)).toEqual(["a", "b"]);
});

test("a new master key: rows are encrypted again in batches, by several at once, while others change them", async () => {
  for (let n = 0; n < 205; n += 1) await insert("main", `many${n}`);
  // One row whose key is lost.
  keys.set("lost", { id: "lost", secret: randomBytes(32) });
  await insert("main", "lost", ringOf("lost"));
  const master = ringOf("new", "old");
  const all = (await sql<{ n: number }>`select count(*)::integer n from connections where key_id = 'old'`.execute(db))
    .rows[0]!.n;
  const changing = (async () => {
    for (let n = 0; n < 205; n += 20) {
      const [row] = await findConnections(db, "main", "name", [`many${n}`]);
      const secrets = sealSecrets(ringOf("old"), row!, { token: `changed ${n}` });
      await updateConnection(db, row!, "ada", ANY, { fields: {}, secretFields: ["token"], ...secrets });
    }
  })();
  const [one, two] = await Promise.all([rewrapConnections(db, master), rewrapConnections(db, master), changing]);
  // What was changed meanwhile with the old key is found by the next run.
  const last = await rewrapConnections(db, master);
  expect(one.rewrapped + two.rewrapped + last.rewrapped).toBeGreaterThanOrEqual(all);
  expect(last.failed).toMatchObject([{ name: "lost", reason: expect.stringContaining('"lost"') }]);
  expect((await sql`select 1 from connections where key_id = 'old'`.execute(db)).rows).toEqual([]);
  // The old key is not needed any more.
  for (const [name, token] of [
    ["many1", "canary of many1"],
    ["many20", "changed 20"],
  ] as const) {
    const row = await stored("main", name);
    expect(openSecrets(ringOf("new"), row, row)).toEqual({ token });
  }
  expect(await rewrapConnections(db, ringOf("new", "old", "lost"))).toEqual({ rewrapped: 1, failed: [] });
});

test("a connection is deleted by project and id", async () => {
  const [row] = await findConnections(db, "main", "name", ["crm"]);
  expect(await deleteConnection(db, { project: "billing", id: row!.id })).toBe(false);
  expect(await deleteConnection(db, row!)).toBe(true);
  expect(await findConnections(db, "main", "id", [row!.id])).toEqual([]);
});
