import type { Database } from "@tempograph/db";
import { sql } from "kysely";

/**
 * Where the values of a parameter come from, by list and parameter. Rare values are as likely as frequent ones, because each distinct value
 * counts once. The text of a search is in one payload of a hundred thousand, or in none.
 */
export const VALUES: Readonly<Record<string, string>> = {
  moment: `select to_char(now() at time zone 'UTC' - interval '90 days' * n / 200, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as value
    from generate_series(1, 199) n`,
  "workflows key": `select key as value from workflows where key is not null`,
  "workflows search": `select 'Workflow ' || n as value from generate_series(7, 700, 7) n union all select 'no such name'`,
  "workflowVersions id": `select id as value from workflows`,
  "events type": `select distinct type as value from events union all select 'order.*' union all select 'lead.*' union all select 'none.*'`,
  "events source": `select distinct source as value from events union all select '/nobody'`,
  "events subject": `select 'customer-' || n as value from generate_series(2, 2000, 2) n`,
  "events text": `select 'customer' || n || '@' as value from generate_series(1, 99999, 997) n union all select 'is nowhere'`,
  "eventOutcomes id": `select event_id as value from executions`,
  "executions ids": `select id as value from executions`,
  "executions workflow_id": `select id as value from workflows`,
  "executions version": `select n::text as value from generate_series(1, 3) n`,
  "executions event_id": `select event_id as value from executions`,
  "executions rerun_of": `select rerun_of as value from executions where rerun_of is not null`,
  "executions waiting_for_name": `select 'signal-' || n as value from generate_series(0, 120) n union all select 'Approve ' || n from generate_series(0, 99) n`,
  "executions text": `select 'customer' || n || '@' as value from generate_series(1, 99999, 997) n union all select 'is nowhere'`,
  "executionSteps id": `select id as value from executions`,
  "executionHistory id": `select id as value from executions`,
  "executionLogs id": `select distinct execution_id as value from step_logs`,
  "executionLogs path": `select 'step' || n as value from generate_series(0, 3) n`,
  "approvals workflow_id": `select id as value from workflows`,
  "approvals execution_id": `select execution_id as value from steps where type = 'approval'`,
  "stateEntries workflow_id": `select distinct workflow_id as value from state_entries where workflow_id <> ''`,
  "stateEntries key_prefix": `select 'orders:' || n as value from generate_series(1, 200) n union all select 'none:'`,
  "retentionHolds execution_id": `select execution_id as value from retention_holds where execution_id is not null`,
  "bulkItems id": `select id as value from bulk_jobs`,
  "auditLog actor": `select distinct actor as value from audit_log union all select 'nobody'`,
  "auditLog action": `select distinct action as value from audit_log union all select 'projectCreate'`,
  "auditLog target": `select target as value from audit_log where target is not null`,
};

const MOST = 200;

/** Reads up to 200 values of each name, in the same random order in each run. */
export async function sampleValues(
  db: Database,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const name of names) {
    const from = VALUES[name];
    if (from === undefined) continue;
    const { rows } = await sql<{ value: string }>`
      select value from (${sql.raw(from)}) v order by md5(value) limit ${sql.lit(MOST)}`.execute(db);
    if (rows.length > 0)
      found.set(
        name,
        rows.map(({ value }) => value),
      );
  }
  return found;
}
