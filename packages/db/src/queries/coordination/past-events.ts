import { sql } from "kysely";
import { parseTypePattern, type Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { typeFits } from "../type-fits.ts";
import { CALL_EVENT_TYPE } from "./calls.ts";
import { MANUAL_EVENT_TYPE } from "../executions/insert.ts";
import { BATCH_EVENT_TYPE } from "../start/batches.ts";

/** The moment so long ago, on the database's clock, and now. */
export async function lookBackWindow(db: Database, lookBackMs: number): Promise<{ since: Date; now: Date }> {
  const { rows } = await sql<{ since: Date; now: Date }>`
    select clock_timestamp() - ${lookBackMs}::float8 * interval '1 ms' as since, clock_timestamp() as now`.execute(db);
  return rows[0]!;
}

export interface PastEvent {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
}

/** `isRecent`: a later look that asks for recent events only finds it again. */
export type FoundEvent = PastEvent & { readonly isRecent: boolean };

export interface PastEventQuery {
  readonly project: string;
  /** The pattern of event types. */
  readonly filter: string;
  /** Events stored since. */
  readonly since: Date;
  /** An event is recent if it is not dispatched, or was dispatched since. A look before this moment may not have seen it. */
  readonly recentSince: Date;
  readonly onlyRecent: boolean;
  /** By `seq`, recent events that are known. */
  readonly without: readonly number[];
  readonly executionId: string;
  /** The event that started the execution: it does not count. */
  readonly ownEventId: string;
  /** Without rounds: what this node took before does not count. */
  readonly nodePath: string;
  readonly afterSeq: number;
  readonly limit: number;
}

/** Stored events in the order of their arrival. */
export async function findPastEvents(db: Database, query: PastEventQuery): Promise<readonly FoundEvent[]> {
  const ofType = typeFits(sql`e.type`, parseTypePattern(query.filter));
  const isRecent = sql`(e.dispatched_at is null or e.dispatched_at >= ${query.recentSince}::timestamptz)`;
  const { rows } = await sql<FoundEvent>`
    select e.id, e.seq, e.type, e.source, e.subject, e.time, e.data, ${isRecent} as "isRecent" from events e
     where e.project = ${query.project} and ${ofType} and e.received_at >= ${query.since}::timestamptz and e.seq > ${query.afterSeq}
       and (not ${query.onlyRecent}::boolean or (${isRecent} and e.seq <> all(${query.without}::bigint[])))
       and e.id <> ${query.ownEventId} and e.type not in (${CALL_EVENT_TYPE}, ${MANUAL_EVENT_TYPE}, ${BATCH_EVENT_TYPE})
       and not exists (select from event_takes t where t.execution_id = ${query.executionId}
         and t.node_path = ${query.nodePath} and t.event_id = e.id)
     order by e.seq limit ${query.limit}`.execute(db);
  return rows;
}

/** The event that a step took, also one that came while it waited. */
export async function findTakenEvent(db: Database, executionId: string, key: string): Promise<PastEvent | undefined> {
  const { rows } = await sql<PastEvent>`
    select e.id, e.seq, e.type, e.source, e.subject, e.time, e.data
    from event_takes t join events e on e.id = t.event_id
    where t.execution_id = ${executionId} and t.key = ${key} order by e.seq limit 1`.execute(db);
  return rows[0];
}

export interface EventTake {
  readonly executionId: string;
  /** Without rounds. */
  readonly nodePath: string;
  readonly eventId: string;
  /** Idempotency key of the step that took it. */
  readonly key: string;
}

/** Notes that a wait took an event, so that another attempt of the same step finds the same one. */
export async function insertEventTake(trx: Database, take: EventTake): Promise<void> {
  await sql`insert into event_takes (execution_id, node_path, event_id, key)
    values (${take.executionId}, ${take.nodePath}, ${take.eventId}, ${take.key}) on conflict do nothing`.execute(trx);
}
