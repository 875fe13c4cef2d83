import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface ReplyOutcome {
  readonly id: number;
  /** `gone`: there is no such execution any more. */
  readonly outcome: "delivered" | "gone" | "failed";
  readonly error?: string | undefined;
  /** Of a failed one, until the next try. */
  readonly delayMs?: number | undefined;
}

/** Writes what became of claimed replies. */
export async function settleReplies(db: Database, outcomes: readonly ReplyOutcome[]): Promise<void> {
  await sql`
    with o as (
      select * from json_to_recordset(${JSON.stringify(outcomes)}::json) as o(id bigint, outcome text, error text, "delayMs" float8)
    ), locked as (
      select id from replies where id in (select id from o) order by id for no key update
    )
    update replies r set
      delivered_at = case when o.outcome = 'failed' then null else clock_timestamp() end,
      undeliverable = o.outcome = 'gone',
      lease_until = case when o.outcome = 'failed' then clock_timestamp() + coalesce(o."delayMs", 0) * interval '1 ms' end,
      error = o.error
    from o join locked using (id) where r.id = o.id`.execute(db);
}
