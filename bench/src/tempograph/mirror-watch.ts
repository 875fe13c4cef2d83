import { listen, openDatabase, UPDATES_CHANNEL, type Database } from "@tempograph/db";
import { sql } from "kysely";

export type MirrorCheck = {
  /** The number of executions whose mirror equals Temporal's history. */
  readonly ok: number;
  /** The executions that are not closed in the mirror, or whose mirror differs. */
  readonly wrong: readonly string[];
};

export type MirrorWatch = {
  /** The Postgres backends that serve the benchmark itself and are not Tempograph's cost. */
  readonly backendPids: readonly number[];
  /** The moment when the last NOTIFY about this execution arrived, in milliseconds since the epoch. */
  lastNotified(executionId: string): number | undefined;
  /** Waits until none of the workflow's executions is open in the mirror. Throws after `timeoutMs`. */
  untilCaughtUp(workflowId: string, timeoutMs: number): Promise<void>;
  check(executionIds: readonly string[]): Promise<MirrorCheck>;
  forget(): void;
  stop(): Promise<void>;
};

/** Observes from outside how far the mirror is, by its NOTIFYs and its rows. */
export async function watchMirror(databaseUrl: string, wallClock: () => number): Promise<MirrorWatch> {
  const db: Database = openDatabase(databaseUrl, { applicationName: "tempograph bench", max: 1 });
  const notified = new Map<string, number>();
  const listener = listen(databaseUrl, [UPDATES_CHANNEL], (_channel, ids) => {
    const at = wallClock();
    for (const id of ids.split(",")) notified.set(id, at);
  });
  await listener.ready;
  const own = await sql<{ pid: number }>`
    select pid from pg_stat_activity where pid = pg_backend_pid() or query ilike ${`listen%${UPDATES_CHANNEL}%`}
      and application_name not like 'tempograph api%'`.execute(db);

  const open = async (workflowId: string): Promise<number> => {
    const { rows } = await sql<{ open: number }>`select count(*)::integer as open from executions
      where workflow_id = ${workflowId} and status in ('pending', 'running')`.execute(db);
    return rows[0]?.open ?? 0;
  };

  return {
    backendPids: own.rows.map(({ pid }) => pid),
    lastNotified: (executionId) => notified.get(executionId),
    async untilCaughtUp(workflowId, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const left = await open(workflowId);
        if (left === 0) return;
        if (performance.now() > deadline)
          throw new Error(`The mirror still shows ${left} open executions after ${timeoutMs} ms.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async check(executionIds) {
      const { rows } = await sql<{ id: string }>`select id from executions
        where id = any(${executionIds}) and status = 'completed' and mirror_ok`.execute(db);
      const good = new Set(rows.map(({ id }) => id));
      return { ok: good.size, wrong: executionIds.filter((id) => !good.has(id)) };
    },
    forget: () => notified.clear(),
    async stop() {
      await listener.stop();
      await db.destroy();
    },
  };
}
