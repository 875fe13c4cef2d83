import type { Database } from "@tempograph/db";
import { notifyUpdates } from "@tempograph/db";
import { sql } from "kysely";
import { setTimeout as pause } from "node:timers/promises";

const WRITES = 20;
const SECOND_MS = 1_000;
/** What a step that wakes tells: that it runs, that it has ended, and that the next one begins. */
const UPDATES_EACH = 3;

/** Writes updates of all these executions within a second, as the mirror writes them: 20 transactions, each of a part of them. Gives the number of updates. */
export async function wakeExecutions(db: Database, ids: readonly string[], round: number): Promise<number> {
  const startedAt = performance.now();
  const size = Math.ceil(ids.length / WRITES);
  const writes: Promise<void>[] = [];
  for (let index = 0; index < ids.length; index += size) {
    const due = startedAt + (writes.length * SECOND_MS) / WRITES;
    await pause(Math.max(0, due - performance.now()));
    writes.push(write(db, ids.slice(index, index + size), round));
  }
  await Promise.all(writes);
  return ids.length * UPDATES_EACH;
}

async function write(db: Database, ids: readonly string[], round: number): Promise<void> {
  const at = Date.now();
  await db.transaction().execute(async (trx) => {
    await sql`with e as (
        update executions set update_seq = update_seq + ${UPDATES_EACH} where id = any(${ids}::text[]) returning id, update_seq
      )
      insert into execution_updates (execution_id, seq, key, kind, path, body, at)
      select id, update_seq - ${UPDATES_EACH} + n, 'step:' || ${round}::int || ':' || n, 'step', 'step' || n,
          jsonb_build_object('at', ${at}::bigint, 'nodeId', 'step' || n, 'type', 'http_call', 'status', 'running', 'position', n), now()
        from e cross join generate_series(1, ${UPDATES_EACH}) n`.execute(trx);
    await notifyUpdates(trx, ids);
  });
}
