import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { forEveryProject, forProject } from "../projects/for-project.ts";
import { closePendingExecution } from "../queries/executions/close-pending.ts";
import { findExecutions, listExecutions } from "../queries/executions/read.ts";
import { listWorkflows } from "../queries/workflows/read.ts";
import { insertWorkflow } from "../queries/workflows/write.ts";
import type { Tables } from "../tables.ts";
import { openApplicationDatabase } from "./open-application-database.ts";
import { rowAccess, WORKER_ROLE } from "./row-access.ts";

// Row-level security by itself: plain SQL without any condition, as it would be where a query forgets to name the project (I13).

const rows = {
  workflows: `insert into workflows (id, project, name, draft) values ('wf_1', 'main', 'one', '{}')`,
  workflow_versions: `insert into workflow_versions (workflow_id, version, graph, triggers, definition, definition_hash, interpreter_version)
    values ('wf_1', 1, '{}', '[]', '{}', 'h', 1)`,
  events: `insert into events (id, type, source, time, data, fingerprint) values ('evt_1', 't', 's', now(), '{}', 'f')`,
  executions: `insert into executions (id, workflow_id, workflow_version, event_id, trigger_id)
    select 'exe_' || n, 'wf_1', 1, 'evt_' || n, 't' from generate_series(1, 1) n`,
  steps: `insert into steps (execution_id, path, position, node_id, type, status, known_from)
    values ('exe_1', 'a', 0, 'a', 'x', 'completed', 'history')`,
  // A trigger lists it.
  listed_steps: `insert into steps (execution_id, path, position, node_id, type, status, known_from)
    values ('exe_1', 'b', 1, 'b', 'approval', 'waiting', 'history')`,
  step_attempts: `insert into step_attempts (execution_id, path, attempt) values ('exe_1', 'a', 1)`,
  step_logs: `insert into step_logs (execution_id, path, attempt, level, message, at) values ('exe_1', 'a', 1, 'info', 'm', now())`,
  history_events: `insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
    values ('exe_1', 'r', 1, 'T', now(), '{}')`,
  superseded_runs: `insert into superseded_runs (execution_id, execution, steps, history) values ('exe_1', '{}', '[]', '[]')`,
  history_batches: `insert into history_batches (execution_id, run_id, first_event_id, last_event_id, first_event_time, events)
    values ('exe_1', 'r', 2, 2, now(), '[{}]')`,
  mirror_runs: `insert into mirror_runs (execution_id, run_id) values ('exe_1', 'r')`,
  execution_updates: `insert into execution_updates (execution_id, seq, key, kind, body, at) values ('exe_1', 1, 'k', 'status', '{}', now())`,
  execution_update_batches: `insert into execution_update_batches (execution_id, first_seq, seq, updates) values ('exe_1', 2, 2, '[]')`,
  payload_blobs: `insert into payload_blobs (hash, data, compression, size) values ('h', '', 'none', 0)`,
  payload_references: `insert into payload_references (execution_id, hash) values ('exe_1', 'h')`,
  calls: `insert into calls (child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth)
    values ('exe_1', 'exe_1', 'a', 'k', true, 'abandon', 1)`,
  replies: `insert into replies (execution_id, path, key, body) values ('exe_1', 'a', 'k', '{}')`,
  event_waits: `insert into event_waits (execution_id, path, key, event_type, workflow, since) values ('exe_1', 'w', 'k', 'paid', '{}', now())`,
  event_takes: `insert into event_takes (execution_id, node_path, event_id, key) values ('exe_1', 'w', 'evt_1', 'k')`,
  lock_holders: `insert into lock_holders (lock_key, execution_id, path) values ('stock', 'exe_1', 'l')`,
  lock_waiters: `insert into lock_waiters (lock_key, execution_id, path, reply_key) values ('stock', 'exe_1', 'm', 'k')`,
  told_failures: `insert into told_failures (project, workflow_id, trigger_id, execution_id, key, failed_workflow, code, at)
    values ('main', 'wf_1', 't', 'exe_1', 'end', 'wf_1', 'FAILED', now())`,
  retention_policies: `insert into retention_policies (project, updated_by) values ('main', 'owner')`,
  retention_holds: `insert into retention_holds (id, project, reason, created_by) values ('hold_1', 'main', 'r', 'owner')`,
  // The migration inserts the only row.
  retention_state: `select 1`,
  retention_runs: `insert into retention_runs (project) values ('main')`,
  state_entries: `insert into state_entries (project, workflow_id, key, kind, updated_by) values ('main', 'wf_1', 'k', 'set', 'exe_1')`,
  state_members: `insert into state_members (entry_id, member, seen) select id, '1', 1 from state_entries`,
  state_answers: `insert into state_answers (key, project, execution_id, answer) values ('k', 'main', 'exe_1', '{}')`,
  audit_log: `insert into audit_log (actor, actor_roles, action, input) values ('owner', '{admin}', 'workflowCreate', '{}')`,
  // A row of the log makes its project's chain.
  audit_chains: `select 1`,
  bulk_jobs: `insert into bulk_jobs (id, actor, actor_roles, action, input, filter, total) values ('blk_1', 'o', '{}', 'cancel', '{}', '{}', 1)`,
  bulk_items: `insert into bulk_items (job_id, ordinal, execution_id) values ('blk_1', 1, 'exe_1')`,
  sessions: `insert into sessions (hash, name, roles, expires_at) values ('h', 'kim', '{viewer}', now())`,
  tokens: `insert into tokens (id, name, roles, hash, created_by) values ('tok_1', 'crm', '{sender}', 'h', 'owner')`,
  signing_keys: `insert into signing_keys (id, public_key) values ('key', 'ab')`,
  source_types: `insert into source_types (type, manifest) values ('rss', '{}')`,
  connection_types: `insert into connection_types (type, manifest) values ('http.bearer', '{}')`,
  connections: `insert into connections (id, name, type, fields, secret_fields, secrets, data_key, key_id, created_by, updated_by)
    values ('con_1', 'crm', 'http.bearer', '{}', '{}', '', '', 'k', 'owner', 'owner')`,
  connection_tokens: `insert into connection_tokens (connection_id) values ('con_1')`,
  connection_sign_ins: `insert into connection_sign_ins (id, connection_id, begun_by, ticket_hash, page, sealed, expires_at)
    values ('sin_1', 'con_1', 'kim', 'h', 'https://x', '', now())`,
  hook_answers: `insert into hook_answers (event_id, until) values ('evt_1', now())`,
  event_files: `insert into event_files (id, event_id, field, name, media_type, size, bytes)
    values ('file_1', 'evt_1', 'cv', 'cv.pdf', 'application/pdf', 0, '')`,
  hook_tests: `insert into hook_tests (id, token_hash, config, created_by, expires_at) values ('hkt_1', 'h', '{}', 'kim', now())`,
  worker_processes: `insert into worker_processes (id, host, pid, task_queue) values ('wrk_1', 'h', 1, 'q')`,
  temporal_namespace: `insert into temporal_namespace (namespace_id, namespace) values ('n', 'default')`,
  projects: `insert into projects (id, name) values ('billing', 'Billing')`,
  node_types: `insert into node_types (type, manifest) values ('x', '{}')`,
  workflow_triggers: `insert into workflow_triggers (workflow_id, trigger_id, kind, version, config)
    values ('wf_1', 'trigger0', 'event', 1, '{}')`,
  start_marks: `insert into start_marks (project, workflow_id, policy, key, at, event_id, expires_at)
    values ('main', 'wf_1', 'dedupe', 'k', now(), 'evt_1', now())`,
  cancel_requests: `insert into cancel_requests (execution_id, project, workflow_id, event_id) values ('exe_1', 'main', 'wf_1', 'evt_1')`,
  condition_facts: `insert into condition_facts (project, event_id, workflow_id) values ('main', 'evt_1', 'wf_1')`,
  lookup_cache: `insert into lookup_cache (project, key, value, expires_at) values ('main', 'k', '1', now())`,
  trigger_set: `select 1`,
  trigger_sets: `insert into trigger_sets (project, version) values ('main', 1) on conflict do nothing`,
  live_triggers: `insert into live_triggers (project, workflow_id, from_version, version, name) values ('main', 'wf_1', 1, 1, 'one')`,
  event_outcomes: `insert into event_outcomes (project, event_id, workflow_id, workflow_version, outcome, reason)
    values ('main', 'evt_1', 'wf_1', 1, 'rejected', '{}')`,
} satisfies Record<keyof Tables, string>;
const tables = Object.keys(rows) as (keyof Tables)[];

let database: TestDatabase;
let owner: Database;
let api: Database;
let worker: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = openDatabase(database.url);
  for (const table of tables) await sql.raw(rows[table]).execute(owner);
  ({ db: api } = await openApplicationDatabase(database.url, { part: "api", max: 2 }));
  ({ db: worker } = await openApplicationDatabase(database.url, { part: "worker", max: 1 }));
});
afterAll(async () => {
  await Promise.all([owner.destroy(), api.destroy(), worker.destroy()]);
  await database.drop();
});

async function count(db: Database, table: keyof Tables): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from ${sql.table(table)}`.execute(db);
  return rows[0]!.n;
}

describe("plain SQL in the role of the API", () => {
  test.each(tables)("%s: the rows of its own project, and none of another", async (table) => {
    expect(await count(owner, table)).toBeGreaterThan(0);
    const { of, api: rights } = rowAccess[table];
    if (rights.length === 0) {
      await expect(count(forProject(api, "main"), table)).rejects.toThrow("permission denied");
      return;
    }
    expect(await count(forProject(api, "main"), table)).toBe(await count(owner, table));
    const shared = of === "installation";
    expect(await count(forProject(api, "billing"), table)).toBe(shared ? await count(owner, table) : 0);
    expect(await count(forProject(api, ""), table)).toBe(shared ? await count(owner, table) : 0);
  });

  test("a row cannot be written for another project, nor moved to it", async () => {
    const billing = forProject(api, "billing");
    const row = { id: "evt_2", type: "t", source: "s", time: new Date(), data: "{}" as never, fingerprint: "f" };
    await expect(
      billing
        .insertInto("events")
        .values({ ...row, project: "main" })
        .execute(),
    ).rejects.toThrow("row-level security");
    await insertWorkflow(billing, { id: "wf_b", name: "b", description: null, draft: { graph: {}, triggers: [] } });
    await expect(billing.updateTable("workflows").set({ project: "main" }).execute()).rejects.toThrow(
      "row-level security",
    );
    const { numUpdatedRows } = await billing
      .updateTable("executions")
      .set({ status: "cancelled" })
      .executeTakeFirstOrThrow();
    expect(numUpdatedRows).toBe(0n);
  });

  test("one connection serves one project after the other, in transactions too, and sees only the one that asks", async () => {
    const { db: single } = await openApplicationDatabase(database.url, { part: "api", max: 1 });
    const [main, billing] = [forProject(single, "main"), forProject(single, "billing")];
    for (let n = 0; n < 3; n++) {
      expect(await count(main, "executions")).toBe(1);
      expect(await count(billing, "executions")).toBe(0);
      expect(await main.transaction().execute((trx) => count(trx, "events"))).toBe(1);
      expect(await billing.transaction().execute((trx) => count(trx, "events"))).toBe(0);
    }
    await single.destroy();
  });

  test("it owns nothing: it cannot switch the policies off, make tables or read passwords", async () => {
    const main = forProject(api, "main");
    for (const statement of [
      "alter table executions disable row level security",
      "drop policy of_project on executions",
      "create table mine (id text)",
      "select * from pg_authid",
    ])
      await expect(sql.raw(statement).execute(main), statement).rejects.toThrow(/permission denied|must be owner/);
  });
});

test("the conditions of the queries hold by themselves, too: as the owner of the database, whom no policy binds", async () => {
  const [main, billing] = [forProject(owner, "main"), forProject(owner, "billing")];
  expect(await findExecutions(main, ["exe_1"])).toHaveLength(1);
  expect(await findExecutions(billing, ["exe_1"])).toEqual([]);
  expect(await listExecutions(billing, {}, { limit: 10 })).toEqual([]);
});

test("a worker serves every project, and is no more the owner than the API", async () => {
  for (const table of tables) expect(await count(worker, table), table).toBe(await count(owner, table));
  const { rows } = await sql`select current_user as role`.execute(worker);
  expect(rows).toEqual([{ role: WORKER_ROLE }]);
  await expect(sql.raw("alter table executions disable row level security").execute(worker)).rejects.toThrow();
  for (const statement of [
    "insert into signing_keys (id, public_key) values ('mine', 'cd')",
    "update signing_keys set public_key = 'cd'",
    "delete from signing_keys",
  ])
    await expect(sql.raw(statement).execute(worker), statement).rejects.toThrow("permission denied");
});

test("work of the API for no caller reaches bulk jobs and payloads of every project, and nothing else", async () => {
  const every = forEveryProject(api);
  for (const table of ["bulk_jobs", "bulk_items", "payload_blobs", "payload_references"] as const)
    expect(await count(every, table), table).toBe(1);
  for (const table of ["executions", "events", "workflows", "steps", "audit_log"] as const)
    expect(await count(every, table), table).toBe(0);
});

describe("how a process opens the database", () => {
  const as = (user: string) => {
    const url = new URL(database.url);
    [url.username, url.password] = [user, "secret"];
    return url.href;
  };
  const roleOf = async (db: Database) => (await sql<{ r: string }>`select current_user as r`.execute(db)).rows[0]!.r;

  test("as the owner, with start parameters in the URL: its connections take the role on all the same", async () => {
    const url = new URL(database.url);
    url.searchParams.set("options", "-c statement_timeout=60000 -c role=none");
    const { db } = await openApplicationDatabase(url.href, { part: "api" });
    expect(await roleOf(db)).toBe("tempograph_api");
    const { rows } = await sql<{ t: string }>`select current_setting('statement_timeout') as t`.execute(db);
    expect(rows).toEqual([{ t: "1min" }]);
    await db.destroy();
  });

  test("in its own login role, with the owner's URL for migrations; without that it says what is missing", async () => {
    await sql.raw("alter role tempograph_api login password 'secret'").execute(owner);
    const url = as("tempograph_api");
    const opened = await openApplicationDatabase(url, { part: "api", migrationUrl: database.url });
    expect([await roleOf(opened.db), opened.sqlForAdministrator]).toEqual(["tempograph_api", undefined]);
    await opened.db.destroy();
    // The schema is up to date, so no owner is needed either.
    await (await openApplicationDatabase(url, { part: "api" })).db.destroy();
    await sql.raw("delete from kysely_migration where name = '0008-projects'").execute(owner);
    await expect(openApplicationDatabase(url, { part: "api" })).rejects.toThrow(
      /lacks the migrations 0008-projects.*TEMPOGRAPH_MIGRATION_DATABASE_URL/,
    );
    await sql.raw("insert into kysely_migration values ('0008-projects', '2026-01-01')").execute(owner);
  });

  test("as an owner who may neither make roles nor take them on: everything works, and an administrator is told what to do", async () => {
    const user = `owner_${database.name}`;
    await sql.raw(`create role ${user} login password 'secret'`).execute(owner);
    await sql.raw(`create database ${user} owner ${user}`).execute(owner);
    const url = new URL(as(user));
    url.pathname = `/${user}`;
    const { db, sqlForAdministrator } = await openApplicationDatabase(url.href, { part: "api" });
    expect(sqlForAdministrator).toContain("create role tempograph_api login");
    const main = forProject(db, "main");
    await insertWorkflow(main, { id: "wf_m", name: "m", description: null, draft: { graph: {}, triggers: [] } });
    const names = async (project: string) =>
      (await listWorkflows(forProject(db, project), {}, { limit: 10 })).map(({ name }) => name);
    expect([await names("main"), await names("billing")]).toEqual([["m"], []]);
    await db.destroy();
    await sql.raw(`drop database ${user} with (force)`).execute(owner);
    await sql.raw(`drop role ${user}`).execute(owner);
  });
});

test("the API may do everything that the close of an execution needs which has not started", async () => {
  const closed = await closePendingExecution(forProject(api, "main"), "exe_1", "cancelled", {
    ...{ reason: "test", overruleLease: true },
  });
  expect(closed.outcome).toBe("closed");
  for (const table of ["event_waits", "event_takes", "lock_holders", "lock_waiters", "replies"] as const)
    expect(await count(owner, table), table).toBe(0);
});

test("behind a pooler that gives each transaction another connection, the project is told in each transaction", async () => {
  const url = new URL(database.url);
  url.searchParams.set("prepare", "false");
  const pooled = openDatabase(url.href, { max: 1 });
  const billing = forProject(pooled, "billing");
  const setting = (db: Database) =>
    sql<{ p: string }>`select current_setting('tempograph.project', true) as p`.execute(db);
  expect((await setting(billing)).rows).toEqual([{ p: "billing" }]);
  expect((await billing.transaction().execute(setting)).rows).toEqual([{ p: "billing" }]);
  // Nothing of it stays on the connection.
  expect((await setting(pooled)).rows[0]!.p ?? "").toBe("");
  await pooled.destroy();
});
