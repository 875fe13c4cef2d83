import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { verifyAudit } from "../audit/verify-audit.ts";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { insertAudit } from "../queries/audit.ts";
import { allMigrations } from "./all-migrations.ts";
import { migrateToLatest } from "./migrate-to-latest.ts";

const LAST_WITHOUT_PROJECTS = "0007-kept-drafts";

/** What an installation without projects has stored, with the columns of that version. */
async function fill(db: Database): Promise<void> {
  for (const statement of [
    `insert into workflows (id, name, draft) values ('wf_1', 'one', '{}')`,
    `insert into events (id, type, source, time, data, fingerprint, idempotency_key)
       select 'evt_' || n, 'order', 's', now(), '{}', 'f', 'key' || n from generate_series(1, 500) n`,
    `insert into executions (id, workflow_id, workflow_version, event_id, trigger_id)
       select 'exe_' || n, 'wf_1', 1, 'evt_' || n, 't' from generate_series(1, 500) n`,
    `insert into audit_log (actor, actor_roles, action, input, outcome)
       select 'owner', '{admin}', 'workflowCreate', '{"n": 1.50}', 'ok' from generate_series(1, 20)`,
    `insert into bulk_jobs (id, actor, actor_roles, action, input, filter, total) values ('blk_1', 'owner', '{}', 'cancel', '{}', '{}', 0)`,
    `insert into event_waits (execution_id, path, key, event_type, workflow, since) values ('exe_1', 'w', 'k', 'paid', '{}', now())`,
    `insert into lock_holders (lock_key, execution_id, path) values ('stock', 'exe_1', 'l')`,
    `insert into lock_waiters (lock_key, execution_id, path, reply_key) values ('stock', 'exe_2', 'l', 'k')`,
  ])
    await sql.raw(statement).execute(db);
}

const WITH_PROJECT = [
  ...["workflows", "events", "executions", "audit_log", "bulk_jobs", "event_waits", "lock_holders", "lock_waiters"],
] as const;

async function projectsOf(db: Database): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of WITH_PROJECT) {
    const { rows } =
      await sql`select project, count(*)::integer as n from ${sql.table(table)} group by project`.execute(db);
    found[table] = rows;
  }
  return found;
}

test("what an installation without projects has stored belongs to the project main afterwards, and nothing is lost", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 1 });
  try {
    await sql.raw("drop schema public cascade; create schema public").execute(db);
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...allMigrations }) } });
    expect((await migrator.migrateTo(LAST_WITHOUT_PROJECTS)).error).toBeUndefined();
    await fill(db);
    await migrateToLatest(database.url);
    expect(await projectsOf(db)).toEqual({
      ...{ workflows: [{ project: "main", n: 1 }], events: [{ project: "main", n: 500 }] },
      ...{ executions: [{ project: "main", n: 500 }], audit_log: [{ project: "main", n: 20 }] },
      ...{ bulk_jobs: [{ project: "main", n: 1 }], event_waits: [{ project: "main", n: 1 }] },
      ...{ lock_holders: [{ project: "main", n: 1 }], lock_waiters: [{ project: "main", n: 1 }] },
    });
    const { rows } = await sql`select id, name from projects`.execute(db);
    expect(rows).toEqual([{ id: "main", name: "Main" }]);
    // The rows of the audit log are a chain, and the next one is its next link.
    await insertAudit(db, { actor: "kim", actorRoles: [], action: "x", target: null, input: null });
    expect(await verifyAudit(db)).toEqual([
      { project: "main", rows: 21, cut: "0", head: expect.stringMatching(/^21:/) },
    ]);
  } finally {
    await db.destroy();
    await database.drop();
  }
});
