import type { Json } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";

export interface StateAnswer {
  /** The idempotency key of the step. */
  readonly key: string;
  readonly project: string;
  readonly executionId: string;
  readonly answer: Json;
}

/** What the step was answered before. */
export async function findStateAnswer(db: Database, key: string): Promise<Json | undefined> {
  const row = await db.selectFrom("state_answers").select("answer").where("key", "=", key).executeTakeFirst();
  return row?.answer;
}

/** Keeps the step's answer; false where another attempt of the step has been answered meanwhile. */
export async function insertStateAnswer(
  trx: Database,
  { key, project, executionId, answer }: StateAnswer,
): Promise<boolean> {
  const row = await trx
    .insertInto("state_answers")
    .values({ key, project, execution_id: executionId, answer: jsonb(answer) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("key")
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Removes the answers of executions that have closed: an attempt that comes later is refused. Looks at up to `limit` answers that are at
 * least `olderThanMs` old, in the order of their keys from `after` on; answers the last key, and undefined at the end.
 */
export async function sweepStateAnswers(
  db: Database,
  { after, limit, olderThanMs }: { readonly after: string; readonly limit: number; readonly olderThanMs: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ last: string | null; looked: number }>`
    with looked as (
      select a.key, x.id is null or x.status not in ('pending', 'running') as is_over
        from (select key, execution_id from state_answers
               where key > ${after} and at < now() - ${olderThanMs}::float8 * interval '1 ms' order by key limit ${limit}) a
        left join executions x on x.id = a.execution_id
    ), gone as (
      delete from state_answers a using looked l where l.is_over and a.key = l.key
    )
    select max(key) as last, count(*)::integer as looked from looked`.execute(db);
  const { last, looked } = rows[0]!;
  return looked < limit ? undefined : last!;
}
