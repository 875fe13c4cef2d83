import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { loadTriggerSets } from "../queries/dispatch/live-triggers.ts";
import { sumLedger } from "../queries/ledger.ts";
import { allMigrations } from "./all-migrations.ts";
import { migrateToLatest } from "./migrate-to-latest.ts";

const LAST_WITHOUT_LEDGER = "0019-outbox-projects";

test("what is published when the ledger comes is live, and events that wait get the version of that moment", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 1 });
  try {
    await sql.raw("drop schema public cascade; create schema public").execute(db);
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...allMigrations }) } });
    expect((await migrator.migrateTo(LAST_WITHOUT_LEDGER)).error).toBeUndefined();
    for (const statement of [
      `insert into projects (id, name) values ('billing', 'Billing')`,
      `insert into workflows (id, project, name, draft, status, published_version) values
        ('wf_live', 'main', 'new name', '{}', 'active', 2), ('wf_draft', 'main', 'draft', '{}', 'active', null),
        ('wf_old', 'main', 'old', '{}', 'archived', 1), ('wf_b', 'billing', 'b', '{}', 'active', 1)`,
      `insert into workflow_versions (workflow_id, version, graph, triggers, definition, definition_hash, interpreter_version)
        select id, version, '{}', '[{"eventType": "lead"}]', jsonb_build_object('workflow', jsonb_build_object('name', 'as published')), 'h', 1
          from workflows, generate_series(1, 2) version where published_version is not null`,
      `update trigger_set set version = 7`,
      `insert into events (id, type, source, time, data, fingerprint, dispatched_at, trigger_set_version, matched) values
        ('evt_done', 'lead', 's', now(), '{}', '', now(), 5, 1), ('evt_waits', 'lead', 's', now(), '{}', '', null, null, null)`,
    ])
      await sql.raw(statement).execute(db);
    await migrateToLatest(database.url);

    const sets = await loadTriggerSets(db, [
      { project: "main", asOf: 7 },
      { project: "billing", asOf: 7 },
    ]);
    const shown = sets.map(({ version, rows }) => ({
      version,
      live: rows.map((row) => [row.id, row.version, row.name, row.triggers]),
    }));
    expect(shown).toEqual([
      { version: 7, live: [["wf_live", 2, "as published", [{ eventType: "lead" }]]] },
      { version: 7, live: [["wf_b", 1, "as published", [{ eventType: "lead" }]]] },
    ]);
    const events = await db
      .selectFrom("events")
      .select(["id", "trigger_set_version", "concerned"])
      .orderBy("id")
      .execute();
    expect(events).toEqual([
      { id: "evt_done", trigger_set_version: 5, concerned: null },
      { id: "evt_waits", trigger_set_version: 7, concerned: null },
    ]);
    // Nobody has counted for the event that was dispatched before.
    expect(await sumLedger(db)).toMatchObject({ events: 0, wrong: [] });

    // A process of the version before publishes: it only changes the workflow's row.
    await sql`update workflows set published_version = 1 where id = 'wf_live'`.execute(db);
    const [changed] = await loadTriggerSets(db, [{ project: "main", since: 7 }]);
    expect(changed).toMatchObject({
      version: 8,
      rows: [
        { from: 7, until: 8 },
        { from: 8, until: null, version: 1 },
      ],
    });
  } finally {
    await db.destroy();
    await database.drop();
  }
});
