import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openApplicationDatabase } from "../access/open-application-database.ts";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { forProject } from "../projects/for-project.ts";
import { countStoredBytes } from "./stored-bytes.ts";

let database: TestDatabase;
let owner: Database;
let api: Database;
let billing: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = openDatabase(database.url);
  ({ db: api } = await openApplicationDatabase(database.url, { part: "api", max: 2 }));
  billing = forProject(api, "billing");
  await sql`insert into projects (id, name) values ('billing', 'Billing')`.execute(owner);
  await sql`insert into workflows (id, project, name, draft) values ('wf_1', 'billing', 'one', '{}')`.execute(owner);
});
afterAll(async () => {
  await Promise.all([owner.destroy(), api.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  for (const table of ["payload_references", "payload_blobs", "executions", "events"])
    await sql.raw(`delete from ${table} where true`).execute(owner);
  await sql`update projects set counted_bytes = 0, counted_seq = 0, counted_at = null`.execute(owner);
});

let next = 0;
const sizeOf = async (table: string, key: string, value: string) => {
  const { rows } = await sql<{ size: number }>`
    select pg_column_size(data) as size from ${sql.table(table)} where ${sql.ref(key)} = ${value}`.execute(owner);
  return rows[0]!.size;
};
const event = async (project: string, bytes: number, ago: string, id = `evt_${String(next++)}`) => {
  await sql`insert into events (id, project, type, source, time, data, fingerprint, received_at)
    values (${id}, ${project}, 't', 's', now(), to_jsonb(repeat('x', ${bytes})), 'f', now() - ${ago}::interval)`.execute(
    owner,
  );
  return await sizeOf("events", "id", id);
};
const payload = async (project: string, hash: string, ago: string) => {
  const id = `exe_${String(next++)}`;
  // The event that starts it is of another project here, so that it does not count.
  await event("main", 1, ago, id);
  await sql`insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id)
    values (${id}, ${project}, 'wf_1', 1, ${id}, 't')`.execute(owner);
  await sql`insert into payload_blobs (hash, data, compression, size)
    values (${hash}, decode(repeat('ab', 5000), 'hex'), 'none', 5000) on conflict do nothing`.execute(owner);
  await sql`insert into payload_references (execution_id, hash, created_at)
    values (${id}, ${hash}, now() - ${ago}::interval)`.execute(owner);
  return await sizeOf("payload_blobs", "hash", hash);
};
const kept = async () =>
  await owner.selectFrom("projects").selectAll().where("id", "=", "billing").executeTakeFirstOrThrow();

test("events and payloads of the project count, each payload for each execution, and nothing of another project", async () => {
  let sum = 0;
  for (const ago of ["1 day", "1 minute", "0"]) {
    sum += await event("billing", 1_000, ago);
    sum += await payload("billing", "shared", ago);
    await event("main", 1_000, ago);
    await payload("main", "shared", ago);
  }
  expect(await countStoredBytes(billing, "billing")).toBe(sum);
});

test("what is settled is counted once and kept; what is newer is added each time, also what comes in meanwhile", async () => {
  const old = (await event("billing", 2_000, "1 day")) + (await payload("billing", "old", "1 day"));
  const fresh = (await event("billing", 1_000, "0")) + (await payload("billing", "fresh", "0"));
  for (let n = 0; n < 3; n++) expect(await countStoredBytes(billing, "billing")).toBe(old + fresh);
  const first = await kept();
  expect(Number(first.counted_bytes)).toBe(old);
  const more = await event("billing", 500, "0");
  expect(await countStoredBytes(billing, "billing")).toBe(old + fresh + more);
  // Half a minute later the fresh ones are settled, too, and are not counted twice.
  await sql`update projects set counted_at = counted_at - interval '1 minute' where id = 'billing'`.execute(owner);
  await sql`update events set received_at = received_at - interval '30 seconds'`.execute(owner);
  await sql`update payload_references set created_at = created_at - interval '30 seconds'`.execute(owner);
  for (let n = 0; n < 2; n++) expect(await countStoredBytes(billing, "billing")).toBe(old + fresh + more);
  expect(Number((await kept()).counted_bytes)).toBe(old + fresh + more);
});

test("two processes that count at once keep one count", async () => {
  const old = await event("billing", 2_000, "1 day");
  const counts = await Promise.all(Array.from({ length: 10 }, () => countStoredBytes(billing, "billing")));
  expect(new Set(counts)).toEqual(new Set([old]));
  expect(Number((await kept()).counted_bytes)).toBe(old);
});
