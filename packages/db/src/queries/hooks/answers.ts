import type { Json } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { ANSWERS_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";

/** What a sender gets. */
export interface HookAnswerRecord {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** Says, before the event is stored, that its sender waits for an answer. */
export async function insertHookWait(
  db: Database,
  { eventId, project, until }: { readonly eventId: string; readonly project: string; readonly until: Date },
): Promise<void> {
  await db.insertInto("hook_answers").values({ event_id: eventId, project, until }).execute();
}

/** Removes what was written for an event that was not stored. */
export async function deleteHookWait(db: Database, eventId: string): Promise<void> {
  await db.deleteFrom("hook_answers").where("event_id", "=", eventId).execute();
}

/** The answers that these events have got. */
export async function findHookAnswers(
  db: Database,
  eventIds: readonly string[],
): Promise<(HookAnswerRecord & { readonly eventId: string })[]> {
  return (await db
    .selectFrom("hook_answers")
    .select(["event_id as eventId", "status", "headers", "body"])
    .where(sql<boolean>`event_id = any(${[...eventIds]}::text[])`)
    .where("answered_at", "is not", null)
    .execute()) as (HookAnswerRecord & { readonly eventId: string })[];
}

/** Whether nobody will answer the event: it was matched, every execution that it has started has ended, and no other one will start. */
export async function nobodyAnswers(db: Database, eventId: string): Promise<boolean> {
  const { rows } = await sql<{ readonly nobody: boolean }>`
    select dispatched_at is not null
       and not exists (select from executions x where x.event_id = e.id and x.closed_at is null)
       and not exists (select from event_outcomes o where o.event_id = e.id and o.outcome = 'held') as nobody
      from events e where e.id = ${eventId}`.execute(db);
  return rows[0]?.nobody === true;
}

/**
 * What became of an answer. `sent`: it is stored, and the process in which the sender waits is told. `late`: it is stored, but the sender
 * has got 202 meanwhile. `answered`: another step was first. `unasked`: nobody waits, or ever waited, for an answer to this event.
 */
export type AnswerOutcome = "sent" | "late" | "answered" | "unasked";

/** Stores the answer to an event once. The same step may store it again, and gets the same outcome. */
export async function writeHookAnswer(
  db: Database,
  { eventId, step }: { readonly eventId: string; readonly step: string },
  { status, headers, body }: HookAnswerRecord,
): Promise<AnswerOutcome> {
  return await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("hook_answers")
      .select(["answered_by as answeredBy", sql<boolean>`coalesce(answered_at, now()) >= until`.as("isLate")])
      .where("event_id", "=", eventId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return "unasked";
    const outcome = row.isLate ? "late" : "sent";
    if (row.answeredBy !== null) return row.answeredBy === step ? outcome : "answered";
    await trx
      .updateTable("hook_answers")
      .set({ status, headers: jsonb(headers), body: jsonb(body), answered_by: step, answered_at: sql<Date>`now()` })
      .where("event_id", "=", eventId)
      .execute();
    await notify(trx, ANSWERS_CHANNEL, eventId);
    return outcome;
  });
}

/** How long an answer is kept for a sender who repeats a request. Senders repeat for three days at most. */
const KEPT = sql`interval '3 days'`;

/** Deletes answers that nobody asks for any more, addresses of tests, and the files of events that were not stored. `db` is a worker's. */
export async function sweepHooks(db: Database): Promise<void> {
  await sql`delete from hook_answers where until < now() - ${KEPT}`.execute(db);
  await sql`delete from hook_tests where expires_at < now() - interval '1 day'`.execute(db);
  await sql`delete from event_files f where created_at between now() - ${KEPT} and now() - interval '1 hour'
    and not exists (select from events e where e.id = f.event_id)`.execute(db);
}
