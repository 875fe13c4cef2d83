import type { Database } from "../../connection/open-database.ts";

/** How many calls stand above an execution: 0 for one that nobody called. */
export async function callDepth(db: Database, executionId: string): Promise<number> {
  const row = await db.selectFrom("calls").select("depth").where("child_id", "=", executionId).executeTakeFirst();
  return row?.depth ?? 0;
}
