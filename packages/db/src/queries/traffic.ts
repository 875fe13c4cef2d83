import { sql, type RawBuilder } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { inProject } from "../projects/project-scope.ts";

/** What came in during one minute. */
export interface TrafficMinute {
  /** The minute's first moment. */
  readonly at: Date;
  readonly events: number;
  readonly executions: number;
}

/** What waits in a project. Each number is counted up to `MOST_WAITING`. */
export interface Waiting {
  /** Events that no dispatcher has matched yet. */
  readonly events: number;
  readonly oldestEventAt: Date | null;
  /** Executions that are stored and have not started on Temporal. */
  readonly executions: number;
}

/** The most rows of each kind that one count of traffic reads; minutes before them are then empty. */
const MOST_READ = 1_000_000;
const MOST_WAITING = 10_000;

/** Events and executions of a project in each of the last minutes, the oldest minute first. The last one is under way. */
export async function countTraffic(db: Database, minutes: number): Promise<TrafficMinute[]> {
  const first = sql`date_trunc('minute', now()) - ${sql.lit(minutes - 1)} * interval '1 minute'`;
  const { rows } = await sql<TrafficMinute>`
    select m.at, coalesce(e.count, 0) as events, coalesce(x.count, 0) as executions
      from generate_series(${first}, date_trunc('minute', now()), interval '1 minute') as m(at)
      left join (${perMinute(db, "events", "received_at", first)}) e on e.at = m.at
      left join (${perMinute(db, "executions", "created_at", first)}) x on x.at = m.at
     order by m.at`.execute(db);
  return rows;
}

/**
 * Rows are numbered about in the order of their time. So steps back from the newest row, each twice as long as the one before, soon
 * find a number before which all rows are older, and at most about twice as many rows are read as are counted. An index on the time itself would
 * cost every insert. The BRIN index of events reads all rows that came since the last vacuum: `date_trunc` keeps the planner from it.
 */
function perMinute(
  db: Database,
  table: "events" | "executions",
  column: "received_at" | "created_at",
  first: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const [rows, time, own] = [sql.table(table), sql.ref(column), inProject(db, table)];
  const back = sql`(select seq, ${time} as time from ${rows} where ${own} and seq <= b.seq - (1000::bigint << b.step) order by seq desc limit 1)`;
  return sql`
    with recursive b as (
      (select 0 as step, seq, ${time} as time from ${rows} where ${own} order by seq desc limit 1)
      union all
      select b.step + 1, r.seq, r.time from b cross join lateral ${back} r where b.time >= ${first} and b.step < 20)
    select date_trunc('minute', ${time}) as at, count(*)::integer as count from ${rows}
     where ${own} and date_trunc('minute', ${time}) >= ${first}
       and seq >= (select case when min(time) < ${first} then min(seq) else 0 end from b)
       and seq > (select max(seq) from b) - ${sql.lit(MOST_READ)}
     group by 1`;
}

export async function countWaiting(db: Database): Promise<Waiting> {
  const most = sql.lit(MOST_WAITING);
  const { rows } = await sql<Waiting>`
    select
      (select count(*)::integer from (select from events where dispatched_at is null and ${inProject(db, "events")} limit ${most}) e) as events,
      (select received_at from events where dispatched_at is null and ${inProject(db, "events")} order by seq limit 1) as "oldestEventAt",
      (select count(*)::integer from (select from executions
         where status = 'pending' and ${inProject(db, "executions")} limit ${most}) x) as executions`.execute(db);
  return rows[0]!;
}

/** Events that start policies hold, counted up to `MOST_WAITING`. */
export async function countHeld(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer from (select from event_outcomes
     where outcome = 'held' and ${inProject(db, "event_outcomes")} limit ${sql.lit(MOST_WAITING)}) o`.execute(db);
  return rows[0]!.count;
}
