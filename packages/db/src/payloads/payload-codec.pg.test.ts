import { randomBytes } from "node:crypto";
import { LOCAL_PAYLOAD } from "@tempograph/graph";
import { openRoad, createTestDatabase, type TestDatabase } from "@tempograph/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { releasePayloads, sweepPayloads } from "../queries/payloads.ts";
import { createPayloadCodec } from "./create-payload-codec.ts";
import type { Payload } from "./payload.ts";
import { MAX_INLINE_BYTES, payloadAddress } from "./payload-reference.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
beforeEach(() => sql`truncate payload_blobs, payload_references`.execute(db));
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const context = { type: "workflow", workflowId: "exe_1" };
/** Without a cache of its own, as another process. */
const another = () => createPayloadCodec({ db, cacheBytes: 0, waitMs: 100 });

function json(value: unknown): Payload {
  return { metadata: { encoding: bytes("json/plain") }, data: bytes(JSON.stringify(value)) };
}

async function blobs(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from payload_blobs`.execute(db);
  return rows[0]!.n;
}

test("a payload that stays in the worker is neither stored nor changed, however large it is", async () => {
  const { metadata, data } = json("x".repeat(2 * MAX_INLINE_BYTES));
  const local = [{ metadata: { ...metadata, [LOCAL_PAYLOAD]: bytes("1") }, data: data! }];
  const codec = another();
  expect(await codec.encode(local, context)).toEqual(local);
  expect(await codec.decode(local, context)).toEqual(local);
  expect(await blobs()).toBe(0);
});

test("what is encoded is decoded to the same, on either side of the limit, by another process", async () => {
  const size = fc.oneof(
    fc.integer({ min: 0, max: 64 }),
    fc.integer({ min: MAX_INLINE_BYTES - 8, max: MAX_INLINE_BYTES + 8 }),
    fc.integer({ min: MAX_INLINE_BYTES, max: 2 * 1024 * 1024 }),
  );
  const data = fc
    .tuple(size, fc.boolean())
    .map(([length, random]) => (random ? randomBytes(length) : Buffer.alloc(length, "{}")));
  const metadata = fc.dictionary(
    fc.constantFrom("encoding", "messageType", "other"),
    fc.constantFrom("json/plain", "binary/plain", "", "ü").map(bytes),
  );
  const payload = fc.record({ metadata, data });
  await fc.assert(
    fc.asyncProperty(fc.array(payload, { maxLength: 5 }), async (payloads) => {
      const encoded = await another().encode(payloads, context);
      for (const [index, one] of encoded.entries()) {
        expect(payloadAddress(one) !== undefined).toBe(payloads[index]!.data.length > MAX_INLINE_BYTES);
        expect(one.data?.length ?? 0).toBeLessThanOrEqual(MAX_INLINE_BYTES);
      }
      const decoded = await another().decode(encoded, context);
      expect(decoded.map(plain)).toEqual(payloads.map(plain));
    }),
    { numRuns: 60 },
  );
});

function plain({ metadata, data }: Payload) {
  const entries = Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString("base64")]);
  return { metadata: Object.fromEntries(entries) as object, data: Buffer.from(data ?? []).toString("base64") };
}

test("small payloads pass as they are: no query, not even without a database", async () => {
  const nowhere = openDatabase("postgres://127.0.0.1:1/none");
  const codec = createPayloadCodec({ db: nowhere });
  const payloads = [json("x".repeat(MAX_INLINE_BYTES - 2)), { metadata: { encoding: bytes("binary/null") } }];
  expect(await codec.encode(payloads, context)).toBe(payloads);
  expect(await codec.decode(payloads, context)).toBe(payloads);
  await nowhere.destroy();
});

test("the same value is stored once, for all executions; each keeps it", async () => {
  const value = json("y".repeat(MAX_INLINE_BYTES));
  const codec = another();
  await Promise.all(
    [1, 2, 3].flatMap((n) => [1, 2].map(() => codec.encode([value, value], { workflowId: `exe_${n}` }))),
  );
  // A process that died behind the write: the next one does it again, to the same end.
  await another().encode([value], { workflowId: "exe_1" });
  expect(await blobs()).toBe(1);
  const { rows } = await sql`select execution_id from payload_references order by 1`.execute(db);
  expect(rows).toEqual([{ execution_id: "exe_1" }, { execution_id: "exe_2" }, { execution_id: "exe_3" }]);
});

test("many at once, the same ones in different orders, from several processes", async () => {
  const values = Array.from({ length: 30 }, (_, n) => json(`${n}`.padEnd(300_000, "z")));
  const encoded = await Promise.all(
    [values, values.toReversed(), values].flatMap((all, owner) => {
      const codec = another();
      return all.map((one) => codec.encode([one], { workflowId: `exe_${owner}` }));
    }),
  );
  expect(await blobs()).toBe(30);
  const reader = another();
  const decoded = await Promise.all(encoded.map((one) => reader.decode(one)));
  expect(decoded.slice(0, 30).map(([one]) => plain(one!))).toEqual(values.map(plain));
});

test("a value that is not there is PAYLOAD_MISSING, and found once it is back; another content is PAYLOAD_CORRUPT", async () => {
  const [reference] = await another().encode([json("m".repeat(40_000))], context);
  const { hash } = payloadAddress(reference)!;
  const row = await db.selectFrom("payload_blobs").selectAll().executeTakeFirstOrThrow();
  await sql`truncate payload_blobs, payload_references`.execute(db);
  await expect(another().decode([reference!])).rejects.toMatchObject({
    name: "PAYLOAD_MISSING",
    message: expect.stringContaining(hash),
  });
  const wrong = { ...row, data: Buffer.from("x"), compression: "none" as const };
  await db.insertInto("payload_blobs").values(wrong).execute();
  await expect(another().decode([reference!])).rejects.toMatchObject({ code: "PAYLOAD_CORRUPT" });
  await sql`truncate payload_blobs, payload_references`.execute(db);
  await db.insertInto("payload_blobs").values(row).execute();
  expect(plain((await another().decode([reference!]))[0]!)).toEqual(plain(json("m".repeat(40_000))));
});

test("Postgres away: a workflow's value fails after a while, so that Temporal tries again; an activity's waits", async () => {
  const url = new URL(database.url);
  const road = await openRoad(url.host);
  url.host = road.address;
  const other = openDatabase(url.href);
  const codec = createPayloadCodec({ db: other, waitMs: 200 });
  const [stored] = await codec.encode([json("p".repeat(40_000))], context);
  await road.close();
  const value = json("q".repeat(40_000));
  await expect(codec.encode([value], context)).rejects.toThrow(/ECONNREFUSED|terminated/);
  const waiting = codec.encode([value], { type: "activity", workflowId: "exe_1" });
  // What is in memory needs no database.
  expect(plain((await codec.decode([stored!], context))[0]!)).toEqual(plain(json("p".repeat(40_000))));
  await expect(codec.encode([value], { workflowId: "exe_2" })).rejects.toThrow();
  await road.open();
  expect(payloadAddress((await waiting)[0])).toBeDefined();
  expect(payloadAddress((await codec.encode([value], context))[0])).toBeDefined();
  await other.destroy();
  await road.close();
});

test("the sweep takes what nobody refers to, after its time, and never anything else", async () => {
  const codec = another();
  const value = json("s".repeat(40_000));
  const shared = json("t".repeat(40_000));
  const [, kept] = await codec.encode([value, shared], { workflowId: "exe_gone" });
  await codec.encode([shared], { workflowId: "exe_stays" });
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await sql`insert into events (id, type, source, time, data, fingerprint) values ('e', 't', 's', now(), '{}', 'f')`.execute(
    db,
  );
  for (const id of ["exe_gone", "exe_stays"])
    await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, rerun_of)
      values (${id}, 'wf', 1, 'e', 't', ${id === "exe_gone" ? null : "exe_gone"})`.execute(db);
  // Of a node that ran by itself: an owner that is no execution.
  await codec.encode([json("u".repeat(40_000))], { type: "activity", activityId: "run_1" });
  const sweep = () => sweepPayloads(db, { retentionMs: 60_000, limit: 100 });
  const old = async () => {
    await sql`update payload_blobs set last_used_at = now() - interval '1 day'`.execute(db);
    await sql`update payload_references set created_at = now() - interval '1 day'`.execute(db);
  };
  await old();
  expect(await sweep()).toBe(1);
  await releasePayloads(db, ["exe_gone"]);
  await sql`update payload_blobs set last_used_at = now() - interval '30 seconds'`.execute(db);
  expect(await sweep()).toBe(0);
  await old();
  expect(await sweep()).toBe(1);
  expect(await blobs()).toBe(1);
  expect(plain((await another().decode([kept!]))[0]!)).toEqual(plain(shared));
});

test("a value that is stored while the sweep runs is there afterwards", async () => {
  const values = Array.from({ length: 20 }, (_, n) => json(`${n}`.padEnd(40_000, "r")));
  for (let round = 0; round < 10; round += 1) {
    await another().encode(values, { workflowId: `exe_${round}` });
    await releasePayloads(db, [`exe_${round}`]);
    await sql`update payload_blobs set last_used_at = now() - interval '1 day'`.execute(db);
    const [encoded] = await Promise.all([
      another().encode(values, { workflowId: `exe_next_${round}` }),
      sweepPayloads(db, { retentionMs: 60_000, limit: 100 }),
    ]);
    expect((await another().decode(encoded)).map(plain)).toEqual(values.map(plain));
    await releasePayloads(db, [`exe_next_${round}`]);
  }
});
