import { listUpdates, type Database, type UpdateRecord } from "@tempograph/db";

/** All updates of an execution, in the order in which subscribers get them. */
export async function updatesOf(db: Database, executionId: string) {
  const updates: UpdateRecord[] = [];
  for (let next = await listUpdates(db, executionId, "0", 500); next.length > 0;) {
    updates.push(...next);
    next = await listUpdates(db, executionId, updates.at(-1)!.seq, 500);
  }
  return updates.map((update) => ({ ...update, seq: Number(update.seq) }));
}
