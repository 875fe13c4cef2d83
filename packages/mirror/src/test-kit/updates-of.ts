import { listUpdates, type Database } from "@tempograph/db";

/** All updates of an execution, in the order in which subscribers get them. */
export async function updatesOf(db: Database, executionId: string) {
  const updates = await listUpdates(db, executionId, "0", 100_000);
  return updates.map((update) => ({ ...update, seq: Number(update.seq) }));
}
