import { forEveryProject, openDatabase, setRetentionPolicy, type Database } from "@tempograph/db";
import { createTestDatabase, waitFor } from "@tempograph/testing";
import { sql } from "kysely";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const EXECUTIONS = 200;
const TABLES = ["executions", "events", "steps", "history_batches", "mirror_runs"] as const;

test("a worker that is killed with -9 in the middle of a removal has removed nothing that was not exported, and the next ones finish", async () => {
  const database = await createTestDatabase();
  const db = forEveryProject(openDatabase(database.url));
  const folder = await mkdtemp(join(tmpdir(), "retention-killed-"));
  let worker: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (worker === undefined || worker.exitCode !== null || worker.signalCode !== null) return;
    const exited = once(worker, "exit");
    worker.kill("SIGKILL");
    await exited;
  };
  onTestFinished(async () => {
    await kill();
    await rm(folder, { recursive: true });
    await db.destroy();
    await database.drop();
  });
  await fill(db);
  const before = await rowsOf(db);
  expect(before.size).toBe(EXECUTIONS * 8);

  /** The time of the lease of one that was killed has run out. */
  const startNext = async (): Promise<void> => {
    await sql`update retention_state set lease_until = now()`.execute(db);
    const program = new URL("../test-kit/retention-process.ts", import.meta.url).pathname;
    worker = spawn(process.execPath, ["--conditions=@tempograph/source", "--no-warnings", program], {
      env: { ...process.env, NODE_OPTIONS: "", DATABASE_URL: database.url, EXPORT_FOLDER: folder },
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  /** What is missing in the database stands in whole files, each with its manifest; and nothing else was done to the rest. */
  const check = async (): Promise<number> => {
    const [left, exported] = [await rowsOf(db), await exportedRows(folder)];
    const missing = [...before].filter(([key]) => !left.has(key));
    expect(missing.filter(([key, row]) => !exported.get(key)?.has(row)).map(([key]) => key)).toEqual([]);
    expect([...left].filter(([key, row]) => before.get(key) !== row)).toEqual([]);
    return missing.length;
  };

  // At any moment of a batch.
  for (let round = 0; round < 2; round += 1) {
    const from = await left(db);
    await startNext();
    const some = from - randomInt(5, 40);
    await waitFor(async () => (await left(db)) < some, { timeoutMs: 20_000, intervalMs: 1 });
    await kill();
    expect(await check()).toBeGreaterThan(0);
  }

  // In the transaction of the removal: other tables' rows are deleted, and it has to wait for this one.
  const removed = await db.transaction().execute(async (trx) => {
    await sql`lock table mirror_runs in share mode`.execute(trx);
    const missing = await check();
    await startNext();
    await waitFor(() => hasWaiting(trx), { timeoutMs: 20_000 });
    await kill();
    return missing;
  });
  // The server notices that the client is gone when it has got the lock, and takes back what was not committed.
  await waitFor(async () => !(await hasTransactions(db)));
  expect(await check()).toBe(removed);

  await startNext();
  await waitFor(async () => (await left(db)) === 0, { timeoutMs: 30_000 });
  await kill();
  expect(await check()).toBe(before.size);
  const files = await readdir(folder, { recursive: true });
  expect(files.filter((name) => name.endsWith(".ndjson")).length).toBeGreaterThan(EXECUTIONS / 5 - 1);
}, 60_000);

/** Executions that closed long ago; none of them is kept. */
async function fill(db: Database): Promise<void> {
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await setRetentionPolicy(db, { workflowId: null, historyDays: null, valueDays: null, shapeDays: 5, by: "kim" });
  await sql`insert into events (id, type, source, time, data, fingerprint, received_at, dispatched_at)
    select 'e' || n, 't', 's', now(), '{"a":"ä"}', '', now() - interval '9 days', now() from generate_series(1, ${EXECUTIONS}) n`.execute(
    db,
  );
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, run_id, mirror_ok, closed_at)
    select 'x' || n, 'wf', 1, 'e' || n, 't', 'completed', 'r', true, now() - interval '8 days' - n * interval '1 s'
      from generate_series(1, ${EXECUTIONS}) n`.execute(db);
  await sql`insert into steps (execution_id, path, position, node_id, type, status, known_from, output)
    select 'x' || n, 'p' || m, m, 'p' || m, 'set', 'completed', 'history', to_jsonb(n) from generate_series(1, ${EXECUTIONS}) n, generate_series(1, 4) m`.execute(
    db,
  );
  await sql`insert into history_batches (execution_id, run_id, first_event_id, last_event_id, first_event_time, events)
    select id, run_id, 1, 1, now(), '[{"eventId":"1"}]' from executions`.execute(db);
  await sql`insert into mirror_runs (execution_id, run_id) select id, run_id from executions`.execute(db);
}

const left = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from executions`.execute(db);
  return rows[0]!.n;
};

/** All rows that a removal may take, by table and key. */
async function rowsOf(db: Database): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const table of TABLES) {
    const { rows } = await sql<{ row: object }>`select row_to_json(t) as row from ${sql.table(table)} t`.execute(db);
    for (const { row } of rows) found.set(keyOf(table, row), JSON.stringify(row));
  }
  return found;
}

function keyOf(table: string, row: object): string {
  const { id, execution_id, path, run_id } = row as Readonly<Record<string, unknown>>;
  return JSON.stringify([table, id ?? execution_id, path ?? run_id ?? null]);
}

/** Of each key the rows that files with a manifest hold. A file that is not what its manifest says is an error. */
async function exportedRows(folder: string): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const files = await readdir(folder, { recursive: true });
  for (const name of files.filter((file) => file.endsWith(".manifest.json"))) {
    const manifest = JSON.parse(await readFile(join(folder, name), "utf8")) as { file: string; sha256: string };
    const text = await readFile(join(folder, manifest.file), "utf8");
    expect(createHash("sha256").update(text).digest("hex")).toBe(manifest.sha256);
    for (const line of text.split("\n").slice(0, -1)) {
      const { table, row } = JSON.parse(line) as { table: string; row: object };
      const key = keyOf(table, row);
      found.set(key, (found.get(key) ?? new Set()).add(JSON.stringify(row)));
    }
  }
  return found;
}

async function hasWaiting(db: Database): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where relation = 'mirror_runs'::regclass and not granted`.execute(db);
  return rows.length > 0;
}

/** Whether somebody else has begun a transaction that is not over. */
async function hasTransactions(db: Database): Promise<boolean> {
  const { rows } = await sql`select from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`.execute(db);
  return rows.length > 0;
}
