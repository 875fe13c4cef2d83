import { findTriggers, patchTriggerState, type TriggerRow } from "@tempograph/db";
import type { DatabaseConfig, JsonObject } from "@tempograph/graph";
import type { TriggerDeps } from "../trigger-kind.ts";
import { databaseNames, OUTBOX_SCHEMA, type TriggerKey } from "./database-names.ts";
import { DatabaseProblem } from "./database-problem.ts";
import { NOTHING_MADE, type DatabaseState } from "./database-state.ts";
import { makeChangesKept, stopKeepingChanges } from "./make-changes-kept.ts";
import { inSession } from "./session.ts";
import { type BacklogLook, lookAtBacklog } from "./watch-backlog.ts";

/** A server that does not answer must not hold up the triggers of others for long. */
const SYNC_MS = 20_000;

/**
 * Publishing and resuming make what keeps the changes of the table. Pausing changes nothing: the changes are kept, until there are too
 * many. The end removes everything, and so does another connection in the database of the one before.
 */
export async function syncDatabase(
  deps: TriggerDeps,
  row: TriggerRow,
  { patienceMs }: Pick<BacklogLook, "patienceMs">,
): Promise<void> {
  const config = row.config as unknown as DatabaseConfig;
  let state = row.state as DatabaseState;
  const signal = AbortSignal.timeout(SYNC_MS);
  const request = (connection: string) => ({ ...keyOf(row), connection, signal });
  const patch = async (changes: DatabaseState): Promise<void> => {
    state = { ...state, ...changes };
    await patchTriggerState(deps.db, row, changes as JsonObject);
  };

  const made = state.connection;
  if (made != null && (row.status === "ended" || made !== config.connection)) {
    await leave(deps, row, made, () =>
      inSession(deps, request(made), (client) => stopKeepingChanges(client, keyOf(row))),
    );
    await patch(NOTHING_MADE);
  }
  if (row.status !== "active") return;
  if (state.stopped != null) throw new DatabaseProblem(state.stopped);
  try {
    // Before anything is made, the row says where: a worker that dies in between must not leave it behind.
    await patch({ connection: config.connection });
    await inSession(deps, request(config.connection), async (client) => {
      // Another worker may be at it, for what was asked for before or after. What it has done counts.
      await client.query("set lock_timeout = '10s'");
      await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [databaseNames(row).slot]);
      await client.query("set lock_timeout = default");
      const now = (await findTriggers(deps.db, [row.workflowId])).find(
        ({ triggerId, kind }) => triggerId === row.triggerId && kind === row.kind,
      );
      if (now?.revision !== row.revision) return;
      state = now.state as DatabaseState;
      if (state.stopped != null) throw new DatabaseProblem(state.stopped);
      await patch(await makeChangesKept(client, keyOf(row), config, state));
    });
  } catch (error) {
    await stopIfLost(error, patch);
    // An outbox that somebody wanted to be removed is removed.
    if ((error as { code?: unknown }).code === "DATABASE_OUTBOX_MISSING" && state.mode === "outbox")
      await patch({ ...NOTHING_MADE, connection: config.connection });
    // Nobody reads what was made for the trigger before, for as long as this fails.
    if (made === config.connection && state.mode != null && state.stopped == null)
      try {
        await patch(await lookAtBacklog(deps, row, state, { signal, patienceMs }));
      } catch (backlog) {
        await stopIfLost(backlog, patch);
        if (state.stopped != null) throw backlog;
      }
    throw error;
  }
}

/**
 * Removes what a trigger has in a database that it does not read any more. Without its connection nobody can do that: what stays behind is
 * told in the log, and the trigger goes on, or goes.
 */
async function leave(
  { logger }: Pick<TriggerDeps, "logger">,
  row: TriggerRow,
  connection: string,
  remove: () => Promise<void>,
): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== "CONNECTION_UNKNOWN" && code !== "CONNECTION_TYPE_WRONG") throw error;
    const { slot, outbox } = databaseNames(row);
    logger.error(
      { ...keyOf(row), connection, slot, outbox: `${OUTBOX_SCHEMA}.${outbox}` },
      `The connection ${connection} is gone, so what a database trigger has made in that database cannot be removed, and a replication slot fills the server's disk. ` +
        `Run there: select pg_drop_replication_slot('${slot}'); drop publication if exists ${slot}; drop function if exists ${OUTBOX_SCHEMA}.${outbox} cascade; drop table if exists ${OUTBOX_SCHEMA}.${outbox}`,
    );
  }
}

/** What was lost stays lost until somebody says that the trigger goes on without it. */
export async function stopIfLost(error: unknown, patch: (changes: DatabaseState) => Promise<void>): Promise<void> {
  if (!(error instanceof DatabaseProblem)) return;
  const { details } = error;
  if (details.code === "DATABASE_SLOT_LOST" || details.code === "DATABASE_LAG_EXCEEDED")
    await patch({ stopped: { ...details, at: new Date().toISOString() } });
}

export function keyOf({ project, workflowId, triggerId }: TriggerRow): TriggerKey {
  return { project, workflowId, triggerId };
}
