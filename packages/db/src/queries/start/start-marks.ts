import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** What an event has used up of a policy, for a key. */
export interface StartMark {
  readonly policy: string;
  readonly key: string;
  readonly eventId: string;
  /** Milliseconds since the epoch, on the database's clock. */
  readonly at: number;
}

export interface MarkToWrite extends StartMark {
  /** How long it counts. */
  readonly forMs: number;
}

export interface MarksRequest {
  readonly policy: string;
  readonly key: string;
  readonly most: number;
}

/** The newest marks of each key, the newest first. */
export async function loadMarks(
  trx: Database,
  workflowId: string,
  requests: readonly MarksRequest[],
): Promise<readonly StartMark[]> {
  if (requests.length === 0) return [];
  const { rows } = await sql<StartMark>`
    select r.policy, r.key, m.event_id as "eventId", extract(epoch from m.at)::float8 * 1000 as at
      from json_to_recordset(${JSON.stringify(requests)}::json) as r(policy text, key text, most integer)
     cross join lateral (
       select event_id, at from start_marks
        where workflow_id = ${workflowId} and policy = r.policy and key = r.key order by at desc limit r.most) m
     order by m.at desc`.execute(trx);
  return rows;
}

export async function writeMarks(trx: Database, workflowId: string, marks: readonly MarkToWrite[]): Promise<void> {
  if (marks.length === 0) return;
  await sql`
    insert into start_marks (project, workflow_id, policy, key, event_id, at, expires_at)
    select w.project, w.id, m.policy, m.key, m."eventId", to_timestamp(m.at / 1000), to_timestamp((m.at + m."forMs") / 1000)
      from json_to_recordset(${JSON.stringify(marks)}::json)
        as m(policy text, key text, "eventId" text, at float8, "forMs" float8), workflows w
     where w.id = ${workflowId}
    on conflict (workflow_id, policy, key, event_id) do update set at = excluded.at, expires_at = excluded.expires_at`.execute(
    trx,
  );
}

/** What one statement removes. */
const SWEPT_AT_ONCE = 1_000;
/** More than a minute's events at 1,500 a second. */
const MOST_SWEPT = 100_000;

/**
 * Removes marks that count no more, as fast as a flood of keys has made them. They are kept a day longer, because an event counts from the moment when it was stored and may be
 * decided much later.
 */
export async function sweepMarks(db: Database): Promise<void> {
  for (let swept = 0; swept < MOST_SWEPT; swept += SWEPT_AT_ONCE) {
    const { numAffectedRows } = await sql`
    delete from start_marks where (workflow_id, policy, key, event_id) in (
      select workflow_id, policy, key, event_id from start_marks where expires_at < clock_timestamp() - interval '1 day'
       limit ${SWEPT_AT_ONCE} for update skip locked)`.execute(db);
    if (numAffectedRows !== BigInt(SWEPT_AT_ONCE)) return;
  }
}
