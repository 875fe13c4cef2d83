import type { TriggerRow } from "@tempograph/db";
import { type DatabaseConfig, DEFAULT_MAX_LAG_BYTES } from "@tempograph/graph";
import type { TriggerDeps } from "../trigger-kind.ts";
import { checkBacklog } from "./check-backlog.ts";
import type { DatabaseState } from "./database-state.ts";
import { inSession } from "./session.ts";

/**
 * A server keeps its whole log since the last position from which it could read again, also what other databases have written, and moves
 * that position only every 15 s. So it can keep too much for a moment for a trigger that has read everything.
 */
const PATIENCE_MS = 30_000;

export interface BacklogLook {
  readonly signal: AbortSignal;
  /** Milliseconds for which the server may keep too much for a trigger that is read. Default: 30 s. */
  readonly patienceMs?: number | undefined;
}

/**
 * Looks at what the user's server keeps for a trigger, and gives it up if that is too much for too long. Answers what the trigger's state
 * says of it.
 *
 * @throws DatabaseProblem
 */
export async function lookAtBacklog(
  deps: Pick<TriggerDeps, "openPostgres">,
  row: TriggerRow,
  state: DatabaseState,
  { signal, patienceMs = PATIENCE_MS }: BacklogLook,
): Promise<DatabaseState> {
  const config = row.config as unknown as DatabaseConfig;
  const { maxLagBytes = DEFAULT_MAX_LAG_BYTES } = config;
  const { tooMuchSince = null, connection } = state;
  const isLong = tooMuchSince !== null && Date.now() - Date.parse(tooMuchSince) > patienceMs;
  const { project, workflowId } = row;
  const found = await inSession(
    deps,
    { project, workflowId, connection: connection ?? config.connection, signal },
    (client) => checkBacklog(client, row, config, state, row.status === "paused" || isLong),
  );
  const checkedAt = new Date().toISOString();
  return {
    ...found,
    checkedAt,
    tooMuchSince: (found.keptBytes ?? 0) > maxLagBytes ? (tooMuchSince ?? checkedAt) : null,
  };
}
