import { readStateUsage, type Database, type LockedEntry, type StatePlace } from "@tempograph/db";
import { limits, StateError } from "@tempograph/graph";

/** Fewer bytes do not count: a counter that gets one digit more should not count all entries of its project. */
const SMALL_BYTES = 64;

/**
 * Refuses a change for which the workflow or project has no room. Transactions that run at the same time do not see each other, so a
 * limit may be passed by as many entries as there are such transactions.
 */
export async function checkRoom(
  trx: Database,
  place: StatePlace,
  found: LockedEntry | undefined,
  moreBytes: number,
): Promise<void> {
  if (found !== undefined && moreBytes <= SMALL_BYTES && found.kind === "value") return;
  const { ownEntries, entries, bytes } = await readStateUsage(trx, place);
  const whose = place.workflowId === "" ? "The project's own entries" : "The entries of the workflow";
  if (found === undefined && ownEntries >= limits.MAX_STATE_ENTRIES)
    throw full(`${whose} are ${ownEntries}, the most that may be.`, limits.MAX_STATE_ENTRIES);
  if (found === undefined && entries >= limits.MAX_PROJECT_STATE_ENTRIES)
    throw full(
      `The project and its workflows have ${entries} entries, the most that may be.`,
      limits.MAX_PROJECT_STATE_ENTRIES,
    );
  if (bytes + moreBytes > limits.MAX_PROJECT_STATE_BYTES)
    throw full(
      `The entries of the project would have ${bytes + moreBytes} bytes; ${limits.MAX_PROJECT_STATE_BYTES} may be.`,
      limits.MAX_PROJECT_STATE_BYTES,
    );
}

function full(message: string, limit: number): StateError {
  return new StateError(
    "STATE_FULL",
    message,
    "Give entries a time to live (`ttl`), remove some with `stateDelete`, or keep several values in one entry.",
    { limit },
  );
}
