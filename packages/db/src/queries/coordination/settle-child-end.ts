import type { Database } from "../../connection/open-database.ts";
import type { ChildEnd } from "./claim-child-ends.ts";

/** Temporal was asked, or there is nothing to ask any more. What was asked for meanwhile stays due. */
export async function settleChildEnd(db: Database, { childId, how }: ChildEnd): Promise<void> {
  const own = db.updateTable("calls").set({ end_due_at: null }).where("child_id", "=", childId);
  await own.where("end_how", "=", how).execute();
}
