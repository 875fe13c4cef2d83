import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { CALL_EVENT_TYPE } from "./insert-call.ts";

export interface PastEvent {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
}

export interface PastEventQuery {
  /** A type, or `order.*`, or `*`. */
  readonly filter: string;
  /** Events stored since. */
  readonly since: Date;
  /** Only those not dispatched at this moment, or dispatched since: what a look before may not have seen. */
  readonly dispatchedSince: Date | null;
  readonly executionId: string;
  /** The event that started the execution: it does not count. */
  readonly ownEventId: string;
  /** Without rounds: what this node took before does not count. */
  readonly nodePath: string;
  readonly afterSeq: number;
  readonly limit: number;
}

/** Stored events in the order of their arrival. */
export async function findPastEvents(db: Database, query: PastEventQuery): Promise<readonly PastEvent[]> {
  const { filter } = query;
  const ofType =
    filter === "*"
      ? sql`true`
      : filter.endsWith(".*")
        ? sql`starts_with(e.type, ${filter.slice(0, -1)})`
        : sql`e.type = ${filter}`;
  const { rows } = await sql<PastEvent>`
    select e.id, e.seq, e.type, e.source, e.subject, e.time, e.data from events e
     where ${ofType} and e.received_at >= ${query.since}::timestamptz and e.seq > ${query.afterSeq}
       and (${query.dispatchedSince}::timestamptz is null or e.dispatched_at is null
         or e.dispatched_at >= ${query.dispatchedSince}::timestamptz)
       and e.id <> ${query.ownEventId} and e.type <> ${CALL_EVENT_TYPE}
       and not exists (select from event_takes t where t.execution_id = ${query.executionId}
         and t.node_path = ${query.nodePath} and t.event_id = e.id)
     order by e.seq limit ${query.limit}`.execute(db);
  return rows;
}
