import { changeTriggerState, findTriggers, setTriggerPaused, type TriggerRow } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import type { DatabaseConfig, JsonObject } from "@tempograph/graph";
import { createTestDatabase, type TestDatabase, waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { openClient, postgresOpener, storedChanges } from "../testing/database-world.ts";
import { type RunnerTestOptions, triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";
import type { OpenPostgres } from "../trigger-kind.ts";
import { createDatabaseKind } from "./database-kind.ts";
import type { DatabaseState } from "./database-state.ts";

const kind = createDatabaseKind({ pollMs: 20, watchMs: 100 });

let world: TriggerWorld;
let users: TestDatabase;
let sql: (text: string) => Promise<Record<string, unknown>[]>;
let end: () => Promise<void>;
beforeEach(async () => {
  world = await triggerWorld();
  users = await createTestDatabase();
  const client = await openClient(users.url);
  sql = async (text) => (await client.query(text)).rows as Record<string, unknown>[];
  end = () => client.end();
  await sql("create table orders (id int primary key, status text)");
});
afterEach(async () => {
  await world.stop();
  for (const { slot_name: name } of await sql(
    "select slot_name from pg_replication_slots where database = current_database()",
  ))
    await waitFor(() => sql(`select pg_drop_replication_slot('${String(name)}')`).catch(() => false));
  await end();
  await users.drop();
});

const openPostgres: OpenPostgres = async (request) => {
  if (request.connection !== "shop") throw new Error(`no connection ${request.connection}`);
  return await postgresOpener(users.url)(request);
};
const runner = (options: RunnerTestOptions = {}) =>
  world.runner(kind, { openPostgres, ingest: ingestEvents as never, ...options });
const publish = (config: Partial<DatabaseConfig> = {}, version = 1) =>
  world.publish(
    "wf_1",
    [{ kind: "database", id: "t", config: { connection: "shop", table: "orders", ...config } as JsonObject }],
    version,
  );

const row = async (): Promise<TriggerRow> => (await findTriggers(world.db, ["wf_1"]))[0]!;
const state = async (): Promise<DatabaseState> => (await row()).state as DatabaseState;
const isFollowed = () =>
  waitFor(
    async () => (await row()).revision === (await row()).syncedRevision && (await state()).checkedAt !== undefined,
  );
const problem = (code: string) =>
  waitFor(
    async () => {
      const { problem: found } = await row();
      return found?.code === code && found;
    },
    { timeoutMs: 25_000, what: code },
  );
const ids = async () => (await storedChanges(world.db)).map((change) => (change["new"] as { id: number } | null)?.id);
const change = (changes: object) =>
  changeTriggerState(world.db, { workflowId: "wf_1", triggerId: "t", kind: "database" }, changes as JsonObject);
const triggers = () => sql("select tgname from pg_trigger where tgname like 'tempograph%'");
const slots = () => sql("select slot_name from pg_replication_slots where database = current_database()");

test("published, paused, resumed and archived: changes of a pause are read after it, and nothing stays behind", async () => {
  await publish();
  await runner().start();
  await isFollowed();
  await sql("insert into orders values (1)");
  await waitFor(async () => (await ids()).length === 1);
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, "kim");
  await sql("insert into orders values (2)");
  const before = (await state()).checkedAt!;
  await waitFor(async () => ((await state()).lagBytes ?? 0) > 0 && (await state()).checkedAt! > before);
  expect(await ids()).toEqual([1]);
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, null);
  await sql("insert into orders values (3)");
  await waitFor(async () => (await ids()).length === 3);
  expect(await ids()).toEqual([1, 2, 3]);
  expect(await state()).toMatchObject({
    ...{ connection: "shop", table: "public.orders", mode: "replication", replicaIdentity: "default" },
    warning: expect.stringContaining("replica identity full"),
  });
  await world.end("wf_1");
  await waitFor(async () => (await world.db.selectFrom("workflow_triggers").select("kind").execute()).length === 0);
  expect([await slots(), await sql("select from pg_publication")]).toEqual([[], []]);
});

test("no two workers read one table at once, and a worker that stops renewing leaves it to the other", async () => {
  await publish();
  let blocked = 0;
  const dead = runner({
    leaseMs: 400,
    openPostgres: async (request) => {
      // It hangs once, until it notices that its lease is lost.
      if (request.replication === true && ++blocked === 1)
        await new Promise((_, reject) => request.signal.addEventListener("abort", reject, { once: true }));
      return await openPostgres(request);
    },
  });
  void dead.start();
  await waitFor(() => blocked === 1);
  // As if its process were killed: it renews nothing any more.
  await world.db.updateTable("workflow_triggers").set({ follower: "nobody" }).execute();
  await Promise.all([runner().start(), runner().start()]);
  await sql("insert into orders select n from generate_series(1, 50) n");
  await waitFor(async () => (await ids()).length === 50);
  expect(
    await sql("select count(*)::int as n from pg_replication_slots where active and database = current_database()"),
  ).toEqual([{ n: 1 }]);
});

test("a slot that was dropped by hand stops the trigger and says so; nothing makes a new one in secret", async () => {
  await publish();
  await runner().start();
  await isFollowed();
  const [{ slot_name: name }] = (await slots()) as [{ slot_name: string }];
  await sql(`select pg_terminate_backend(active_pid, 5000) from pg_replication_slots where slot_name = '${name}'`);
  await waitFor(() => sql(`select pg_drop_replication_slot('${name}')`).catch(() => false));
  expect(await problem("DATABASE_SLOT_LOST")).toMatchObject({
    hint: expect.stringContaining("workflowTriggerContinue"),
  });
  await waitFor(async () => (await state()).stopped != null);
  await publish({ operations: ["insert"] }, 2);
  await waitFor(async () => (await row()).attempts > 0);
  expect(await slots()).toEqual([]);
  expect((await row()).problem?.code).toBe("DATABASE_SLOT_LOST");
  await sql("insert into orders values (1)");
  const { state: stopped } = await row();
  await change(kind.goOn!(stopped, new Date().toISOString())!);
  // A slot is listed before it has its place in the log: it waits for all transactions of the server, also for those of other tests.
  const isMade = async () => (await state()).mode === "replication" && (await row()).problem === null;
  await waitFor(isMade, { timeoutMs: 25_000 });
  await sql("insert into orders values (2)");
  await waitFor(async () => (await ids()).length > 0);
  expect(await ids()).toEqual([2]);
  expect((await state()).gaps).toHaveLength(1);
});

test("a backlog over the limit is given up with an alarm, before it fills the server's disk, also while paused", async () => {
  await publish({ maxLagBytes: 1024 * 1024 });
  await runner().start();
  await isFollowed();
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, "kim");
  await sql("insert into orders select n, repeat('x', 1000) from generate_series(1, 5000) n");
  expect(await problem("DATABASE_LAG_EXCEEDED")).toMatchObject({ message: expect.stringContaining("1048576") });
  expect(await slots()).toEqual([]);
});

test("a trigger whose reader fails again and again is given up, too", async () => {
  const failing: OpenPostgres = (request) =>
    request.replication === true ? Promise.reject(new Error("broken")) : openPostgres(request);
  await publish({ maxLagBytes: 1024 * 1024 });
  const impatient = createDatabaseKind({ pollMs: 20, watchMs: 100, patienceMs: 100 });
  await world.runner(impatient, { openPostgres: failing, ingest: ingestEvents as never }).start();
  await waitFor(async () => (await slots()).length === 1);
  await sql("insert into orders select n, repeat('x', 1000) from generate_series(1, 5000) n");
  await problem("DATABASE_LAG_EXCEEDED");
  expect(await slots()).toEqual([]);
});

test("a backlog is also given up while a version that cannot be followed is published", async () => {
  await publish({ maxLagBytes: 1024 * 1024 });
  const impatient = createDatabaseKind({ pollMs: 20, watchMs: 100, patienceMs: 100 });
  await world.runner(impatient, { openPostgres, ingest: ingestEvents as never }).start();
  await isFollowed();
  await publish({ maxLagBytes: 1024 * 1024, mode: "outbox" }, 2);
  await problem("DATABASE_OUTBOX_MISSING");
  await sql("insert into orders select n, repeat('x', 1000) from generate_series(1, 5000) n");
  await problem("DATABASE_LAG_EXCEEDED");
  expect(await slots()).toEqual([]);
});

test("a trigger that is read is not given up for what other databases of its server write", async () => {
  await publish({ maxLagBytes: 64 * 1024 });
  await runner().start();
  await isFollowed();
  await sql("create table others (text text)");
  await sql("insert into others select repeat('x', 1000) from generate_series(1, 2000)");
  const before = (await state()).checkedAt!;
  await waitFor(async () => (await state()).checkedAt! > before && (await state()).keptBytes! > 64 * 1024);
  await sql("insert into orders values (1)");
  await waitFor(async () => (await ids()).length === 1);
  expect((await row()).problem).toBeNull();
});

test("a trigger whose connection is deleted before its end says what stays behind, and goes", async () => {
  const errors: string[] = [];
  let isGone = false;
  await publish();
  await world
    .runner(kind, {
      ingest: ingestEvents as never,
      errors,
      openPostgres: async (request) => {
        if (!isGone) return await openPostgres(request);
        const gone = { code: "CONNECTION_UNKNOWN", hint: "Name another one." };
        throw Object.assign(new Error("There is no connection shop."), gone);
      },
    })
    .start();
  await isFollowed();
  isGone = true;
  await world.end("wf_1");
  await waitFor(async () => (await world.db.selectFrom("workflow_triggers").select("kind").execute()).length === 0);
  const [{ slot_name: name }] = (await slots()) as [{ slot_name: string }];
  expect(errors).toEqual([expect.stringContaining(`select pg_drop_replication_slot('${name}')`)]);
});

test("a table that was dropped, and one that was made again, are told", async () => {
  await publish();
  await runner().start();
  await isFollowed();
  await sql("drop table orders");
  await problem("DATABASE_TABLE_MISSING");
  await sql("create table orders (id int primary key)");
  await waitFor(async () => (await row()).problem?.message.includes("made again"), { timeoutMs: 20_000 });
  await publish({ operations: ["insert"] }, 2);
  await isFollowed();
  await sql("insert into orders values (7)");
  await waitFor(async () => (await ids()).includes(7), { timeoutMs: 20_000 });
  await waitFor(async () => (await row()).problem === null);
});

test("a watched column that is dropped stops the reader and is told", async () => {
  await sql("alter table orders replica identity full");
  await publish({ operations: ["update"], columns: ["status"] });
  await runner().start();
  await isFollowed();
  await sql("alter table orders drop column status");
  expect(await problem("DATABASE_COLUMN_MISSING")).toMatchObject({ message: expect.stringContaining("status") });
});

test.each(["replication", "outbox"])(
  "%s: a table that is renamed while it is followed stops the reader; published with the new name, no change is lost",
  async (mode) => {
    await publish();
    if (mode === "outbox") await change({ outboxWanted: true });
    await runner().start();
    await waitFor(async () => (await state()).mode === mode && (await state()).checkedAt !== undefined);
    await sql("alter table orders rename to sales");
    await sql("insert into sales values (1)");
    await problem("DATABASE_TABLE_MISSING");
    await publish({ table: "sales" }, 2);
    await sql("insert into sales values (2)");
    await waitFor(async () => (await ids()).length === 2, { timeoutMs: 20_000 });
    expect(await ids()).toEqual([1, 2]);
  },
);

test("a watched column that was renamed before its changes were read does not stop the reader of the new name", async () => {
  await sql("alter table orders replica identity full");
  await publish({ columns: ["status"] });
  await runner().start();
  await isFollowed();
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, "kim");
  await sql("insert into orders values (1, 'new')");
  await sql("alter table orders rename status to state");
  await sql("insert into orders values (2, 'new')");
  await publish({ columns: ["state"] }, 2);
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, null);
  await waitFor(async () => (await ids()).length === 2);
  expect((await storedChanges(world.db)).map(({ new: after }) => after)).toEqual([
    { id: 1, status: "new" },
    { id: 2, state: "new" },
  ]);
});

test("an outbox whose triggers are gone with their table is told, and installed again", async () => {
  await publish();
  await change({ outboxWanted: true });
  await runner().start();
  await waitFor(async () => (await state()).mode === "outbox" && (await state()).checkedAt !== undefined);
  await sql("drop table orders; create table public.orders (id int primary key)");
  await problem("DATABASE_OUTBOX_MISSING");
  await change({ outboxWanted: true });
  await waitFor(async () => (await triggers()).length === 3);
  await sql("insert into orders values (1)");
  await waitFor(async () => (await ids()).length === 1);
  await sql("alter table orders disable trigger all");
  await problem("DATABASE_OUTBOX_MISSING");
});

test("a slot that somebody else reads, a right that is taken, and an identity that is taken are told; then the reader goes on", async () => {
  const role = `reader_${users.name}`;
  await sql(`create role ${role} login replication password 'x'; grant all on database ${users.name} to ${role}`);
  await sql(`alter table orders owner to ${role}`);
  onTestFinished(async () => {
    // Its database is gone by then.
    const admin = await openClient(Object.assign(new URL(users.url), { pathname: "/postgres" }).href);
    await admin.query(`drop role ${role}`).finally(() => admin.end());
  });
  const url = Object.assign(new URL(users.url), { username: role, password: "x" }).href;
  await publish();
  await runner({ openPostgres: postgresOpener(url) }).start();
  await isFollowed();
  const active = "from pg_replication_slots where active and database = current_database()";
  const stopReader = () => sql(`select pg_terminate_backend(active_pid, 5000) ${active}`);
  const [{ slot_name: name }] = (await slots()) as [{ slot_name: string }];
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, "kim");
  const other = await openClient(users.url, true);
  const start = `START_REPLICATION SLOT "${name}" LOGICAL 0/0 (proto_version '1', publication_names '${name}')`;
  await waitFor(async () => {
    other.query(start).catch(() => undefined);
    return (await sql(`select ${active}`)).length > 0;
  });
  await setTriggerPaused(world.db, { workflowId: "wf_1", triggerId: "t" }, null);
  expect(await problem("DATABASE_BUSY")).toMatchObject({ message: expect.stringContaining("Somebody else") });
  await stopReader();
  await sql("insert into orders values (1)");
  await waitFor(async () => (await ids()).length === 1, { timeoutMs: 20_000 });

  await sql(`alter role ${role} noreplication`);
  await stopReader();
  expect(await problem("DATABASE_REFUSED")).toMatchObject({ message: expect.stringContaining("permission denied") });
  await sql(`alter role ${role} replication`);
  await sql("insert into orders values (2)");
  await waitFor(async () => (await ids()).length === 2, { timeoutMs: 20_000 });

  await sql("alter table orders replica identity nothing");
  expect(await problem("DATABASE_OLD_ROW_UNKNOWN")).toMatchObject({ hint: expect.stringContaining("identity full") });
  await sql("alter table orders replica identity full");
  await sql("update orders set status = 'paid'");
  await waitFor(async () => (await ids()).length === 4, { timeoutMs: 20_000 });
  await waitFor(async () => (await state()).replicaIdentity === "full" && (await state()).warning === null);
});

test("an outbox is not installed unasked", async () => {
  await publish({ mode: "outbox" });
  await runner().start();
  await problem("DATABASE_OUTBOX_MISSING");
  expect(await triggers()).toEqual([]);
  await change({ outboxWanted: true });
  await waitFor(async () => (await triggers()).length === 3);
  await sql("insert into orders values (1)");
  await waitFor(async () => (await ids()).length === 1);
  await change({ outboxWanted: false });
  await problem("DATABASE_OUTBOX_MISSING");
  expect(await triggers()).toEqual([]);
  await sql("insert into orders values (2)");
});

test("while its mode changes to an outbox and back, each change is one event, in its order; archiving removes either", async () => {
  await publish();
  await Promise.all([runner().start(), runner().start()]);
  await isFollowed();
  let written = 0;
  let isWriting = true;
  const writer = (async () => {
    const client = await openClient(users.url);
    while (isWriting) {
      await client.query("insert into orders values ($1)", [written + 1]);
      written += 1;
    }
    await client.end();
  })();
  // Where the test fails, its database goes while this still writes.
  void writer.catch(() => {});
  const changeTo = async (outboxWanted: boolean) => {
    const from = written;
    await change({ outboxWanted });
    const mode = outboxWanted ? "outbox" : "replication";
    await waitFor(
      async () => {
        const { revision, syncedRevision, state: now } = await row();
        return revision === syncedRevision && now["mode"] === mode && now["leftover"] === null;
      },
      { timeoutMs: 25_000 },
    );
    await waitFor(async () => (await ids()).length > from);
  };
  await changeTo(true);
  await changeTo(false);
  expect([await triggers(), await sql("select from pg_tables where schemaname = 'tempograph'")]).toEqual([[], []]);
  await changeTo(true);
  // It is changed back before what the mode before has kept is read.
  await change({ outboxWanted: false });
  await change({ outboxWanted: true });
  await change({ outboxWanted: false });
  await changeTo(true);
  isWriting = false;
  await writer;
  await waitFor(async () => (await ids()).length >= written);
  expect(await ids()).toEqual(Array.from({ length: written }, (_, n) => n + 1));
  expect([await slots(), (await state()).gaps]).toEqual([[], undefined]);
  await world.end("wf_1");
  await waitFor(async () => (await world.db.selectFrom("workflow_triggers").select("kind").execute()).length === 0);
  expect([await slots(), await triggers()]).toEqual([[], []]);
});

test("an unknown connection is told with its problem", async () => {
  await publish({ connection: "none" });
  await runner().start();
  await problem("DATABASE_UNREACHABLE");
});
