import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { inProject } from "../projects/project-scope.ts";

/** What became of events, for all workflows that they could concern, and whether that adds up (I12). */
export interface LedgerSum {
  /** The events that were counted: those that were dispatched. */
  readonly events: number;
  /** Pairs of an event and a workflow that it could concern: the sum of the outcomes below. */
  readonly concerned: number;
  readonly started: number;
  readonly filtered: number;
  readonly rejected: number;
  readonly held: number;
  readonly deduplicated: number;
  readonly batched: number;
  /** The ids of some events of which a pair has no outcome, or two, or one that names an event that does not exist. Empty: the ledger is complete. */
  readonly wrong: readonly string[];
}

/** How many events with a wrong account are named. */
const MAX_NAMED = 20;

/**
 * An outcome may name another event, in whose place this one starts nothing. If that event is gone, nothing says any more what became of
 * this one, although the equation holds. Where retention deletes events, only those are looked at whose own time is not over.
 */
const namesNoEvent = (db: Database, since: Date | null) => sql`
  select e.id from event_outcomes o join events e on e.id = o.event_id
   where ${inProject(db, "o")} and (${since}::timestamptz is null or e.received_at >= ${since}::timestamptz)
     and o.outcome in ('batched', 'deduplicated') and o.reason ? 'eventId'
     and not exists (select from events named where named.id = o.reason->>'eventId')
     and not exists (select from retention_policies p where p.project = o.project and p.shape_days > 0
                        and e.received_at < now() - p.shape_days * interval '1 day')
   order by e.seq desc limit ${sql.lit(MAX_NAMED)}`;

/** The ledger's equation, over the events that were received since a moment: accepted = the sum of the outcomes, and no pair has two. */
export async function sumLedger(db: Database, since: Date | null = null): Promise<LedgerSum> {
  const { rows } = await sql<LedgerSum>`
    select count(*)::integer as events, coalesce(sum(concerned), 0) as concerned, coalesce(sum(started), 0) as started,
      coalesce(sum(filtered), 0) as filtered, coalesce(sum(rejected), 0) as rejected, coalesce(sum(held), 0) as held,
      coalesce(sum(deduplicated), 0) as deduplicated, coalesce(sum(batched), 0) as batched,
      coalesce((array_agg(event_id order by seq desc) filter (where missing <> 0 or doubled <> 0))[:${sql.lit(MAX_NAMED)}], '{}')
        || array(${namesNoEvent(db, since)}) as wrong
    from ledger where ${inProject(db, "ledger")} and (${since}::timestamptz is null or received_at >= ${since}::timestamptz)`.execute(
    db,
  );
  return rows[0]!;
}
