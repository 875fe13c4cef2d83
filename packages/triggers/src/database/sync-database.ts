import { patchTriggerState, type TriggerRow } from "@tempograph/db";
import type { DatabaseConfig, JsonObject } from "@tempograph/graph";
import type { TriggerDeps } from "../trigger-kind.ts";
import type { TriggerKey } from "./database-names.ts";
import { DatabaseProblem } from "./database-problem.ts";
import { NOTHING_MADE, type DatabaseState } from "./database-state.ts";
import { makeChangesKept, stopKeepingChanges } from "./make-changes-kept.ts";
import { inSession } from "./session.ts";

/** A server that does not answer must not hold up the triggers of others for long. */
const SYNC_MS = 20_000;

/**
 * Publishing and resuming make what keeps the changes of the table. Pausing changes nothing: the changes are kept, until there are too
 * many. The end removes everything, and so does another connection in the database of the one before.
 */
export async function syncDatabase(deps: TriggerDeps, row: TriggerRow): Promise<void> {
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
    await inSession(deps, request(made), (client) => stopKeepingChanges(client, keyOf(row)));
    await patch(NOTHING_MADE);
  }
  if (row.status !== "active") return;
  if (state.stopped != null) throw new DatabaseProblem(state.stopped);
  try {
    // Before anything is made, the row says where: a worker that dies in between must not leave it behind.
    await patch({ connection: config.connection });
    await patch(
      await inSession(deps, request(config.connection), (client) => makeChangesKept(client, keyOf(row), config, state)),
    );
  } catch (error) {
    await stopIfLost(error, patch);
    throw error;
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
