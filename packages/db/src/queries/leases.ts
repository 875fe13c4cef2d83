import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

/** Leases of one kind: of starts of executions, or of runs that a mirror follows. */
export interface LeaseCount {
  readonly for: "start" | "follow";
  /** What has run out is free for every process, and was not given back by the one that had it. */
  readonly state: "held" | "run_out";
  readonly count: number;
}

const MOST_COUNTED = 10_000;

/** Counts the leases of the installation, each kind up to `MOST_COUNTED`. Only workers may read all of them. */
export async function countLeases(db: Database): Promise<LeaseCount[]> {
  const most = sql.lit(MOST_COUNTED);
  const { rows } = await sql<LeaseCount>`
    select 'start' as for, l.state, count(*)::integer as count
      from (select case when start_lease_until >= clock_timestamp() then 'held' else 'run_out' end as state
              from executions where status = 'pending' and start_lease_until is not null limit ${most}) l group by 2
    union all
    select 'follow', l.state, count(*)::integer
      from (select case when lease_until >= clock_timestamp() then 'held' else 'run_out' end as state
              from mirror_runs where lease_until is not null limit ${most}) l group by 2`.execute(db);
  return rows;
}
