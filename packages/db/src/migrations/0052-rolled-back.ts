import { sql, type Kysely } from "kysely";

/**
 * What becomes of an execution whose run is not in Temporal as it was mirrored: `kept_at` says since when a person keeps it as it is mirrored, `reconcile` what a person has decided and a worker has yet to do, and
 * `superseded_runs` holds what was mirrored before the state of Temporal took its place, or before it was started again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table executions add column kept_at timestamptz, add column reconcile text check (reconcile in ('temporal', 'mirror'))`,
    `create index executions_to_reconcile on executions (seq) where reconcile is not null`,
    `create index executions_rolled_back on executions (project, seq) where mirror_ok = false`,
    `create table superseded_runs (
      execution_id text not null references executions (id) on delete cascade,
      superseded_at timestamptz not null default clock_timestamp(),
      run_id text,
      execution jsonb not null,
      steps jsonb not null,
      history jsonb not null,
      primary key (execution_id, superseded_at)
    )`,
  ])
    await sql.raw(statement).execute(db);
}
