import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { insertProject } from "../projects.ts";
import { grantNext } from "./locks.ts";
import { claimChildEnds, claimReplies } from "./outbox.ts";

// A deliverer takes what is in the outbox in equal shares of the projects, so that many rows of one do not delay another (I13).

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await insertProject(db, { id: "billing", name: "billing" });
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await sql`insert into workflow_versions (workflow_id, version, graph, triggers, definition, definition_hash, interpreter_version)
    values ('wf', 1, '{}', '[]', '{}', 'h', 1)`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Executions `<project>1` and so on. */
async function insertExecutions(project: string, count: number): Promise<void> {
  await sql`insert into events (id, project, type, source, time, data, fingerprint)
    select ${project} || n, ${project}, 't', 's', now(), '{}', '' from generate_series(1, ${count}::integer) n`.execute(
    db,
  );
  await sql`insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id)
    select ${project} || n, ${project}, 'wf', 1, ${project} || n, 't' from generate_series(1, ${count}::integer) n`.execute(
    db,
  );
}

const share = (rows: readonly { readonly project: string }[]) =>
  ["main", "billing"].map((project) => rows.filter((row) => row.project === project).length);

test("many replies and ends of one project do not stand in front of another project's", async () => {
  await insertExecutions("main", 102);
  await insertExecutions("billing", 4);
  for (const [project, count] of [
    ["main", 100],
    ["billing", 1],
  ] as const) {
    await sql`insert into lock_waiters (project, lock_key, execution_id, path, reply_key)
      select ${project}, 'k' || n, ${project} || n, 'p', 'r' from generate_series(1, ${count}::integer) n`.execute(db);
    await grantNext(
      db,
      Array.from({ length: count }, (_, n) => ({ project, key: `k${n + 1}` })),
    );
    await sql`insert into calls (project, child_id, parent_id, parent_path, reply_key, wait, parent_close_policy, depth, end_how, end_due_at)
      select ${project}, ${project} || (n + 1), ${`${project}1`}, 'p', 'c' || n, true, 'terminate', 1, 'cancel', now()
      from generate_series(1, ${count}::integer) n`.execute(db);
  }
  const replies = await claimReplies(db, 10, 60_000);
  expect([share(replies.rows), replies.mayBeMore]).toEqual([[5, 1], true]);
  expect(share((await claimReplies(db, 10, 60_000)).rows)[0]).toBeGreaterThanOrEqual(5);
  const ends = await claimChildEnds(db, 10, 60_000);
  expect([share(ends.rows), ends.mayBeMore]).toEqual([[5, 1], true]);
  expect(share((await claimChildEnds(db, 10, 60_000)).rows)).toEqual([10, 0]);
});
