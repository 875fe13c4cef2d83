import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { OutcomeReason } from "./ledger-tables.ts";

/**
 * Where a project may have a number of open executions, each of them needs a place before it is started. A pending execution has got its
 * place when a dispatcher has taken its lease for the first time: from then on `start_lease_until` is not null, also when the lease has ended
 * or was given back, because Temporal may have taken the execution meanwhile. So a place is held by the execution's row, and nothing
 * has to be counted or given back.
 */

/** The first half of the key of the advisory locks of projects whose places are given away. */
const PLACES = 1_886_151_011;

const isPending = sql`status = 'pending'`;
/** Has its place, and nobody holds its lease. */
export const isPlaced = sql`${isPending} and start_lease_until <= clock_timestamp()`;
export const isUnplaced = sql`${isPending} and start_lease_until is null`;
/** Nobody holds the lease. */
export const isFree = sql`${isPending} and (start_lease_until is null or start_lease_until <= clock_timestamp())`;

/**
 * Whether a project has such an execution; null: no. The order makes Postgres look at the first row of an index, where for `exists` it may
 * read all executions.
 */
export const hasPlaced = (project: RawBuilder<unknown>) =>
  sql`(select true from executions where project = ${project} and ${isPlaced} order by start_lease_until limit 1)`;
export const hasUnplaced = (project: RawBuilder<unknown>) =>
  sql`(select true from executions where project = ${project} and ${isUnplaced} order by priority, fairness_key, seq limit 1)`;

export const isLimited = (project: RawBuilder<unknown>) =>
  sql`(select p.max_open_executions is not null from projects p where p.id = ${project})`;

/** How many places of a project are free; null if it has no limit. Counts no more rows than the limit. */
export const freePlacesOf = (project: RawBuilder<unknown>) => sql`(
  select p.max_open_executions
      - (select count(*) from (select from executions where project = p.id and status = 'running' limit p.max_open_executions) r)
      - (select count(*) from executions where project = p.id and ${isPending} and start_lease_until is not null)
    from projects p where p.id = ${project} and p.max_open_executions is not null)::integer`;

/** Only one transaction at a time gives away the places of a project, so that any number of dispatchers keep its limit together. */
export async function lockPlaces(trx: Database, projects: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${PLACES}, hash) from (
    select distinct hashtext(p) as hash from unnest(${projects}::text[]) as p order by hash) as hashes`.execute(trx);
}

/** Whether an execution waits for a place that one of these executions had. */
export const placeIsAwaited = (executionIds: readonly string[]) => sql`exists (
  select from executions x join projects p on p.id = x.project
   where x.id = any(${executionIds}::text[]) and p.max_open_executions is not null and ${hasUnplaced(sql`p.id`)})`;

/** If a row of `executions` waits for a place of its project, the most open executions of that project; else null. */
export const awaitedPlace = sql<number | null>`(
  select p.max_open_executions from projects p where p.id = executions.project and ${isUnplaced})`;

/** Why such an execution has not started, as the ledger says it. */
export const noPlace = (project: string, limit: number): OutcomeReason => ({
  code: "START_WAITS_FOR_PLACE",
  message: `The project ${project} may have ${limit} open executions at once, and this one waits for its turn.`,
  hint: "Wait: it starts when others have ended. An admin of the installation can raise the limit (`projectUpdate`).",
  limit,
});
