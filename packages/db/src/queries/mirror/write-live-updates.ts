import type { Database } from "../../connection/open-database.ts";
import { lockExecutions } from "./lock-executions.ts";
import type { LiveWrite } from "./mirror-rows.ts";
import { addLiveWrite, emptyRows } from "./run-rows.ts";
import { writeRows } from "./write-rows.ts";

/** Writes what workers told, for many executions in one transaction. Unknown executions are left out. At most one write for each. */
export async function writeLiveUpdates(db: Database, writes: readonly LiveWrite[]): Promise<void> {
  if (writes.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const locked = await lockExecutions(
      tx,
      writes.map(({ executionId }) => ({ executionId, runId: null })),
    );
    const rows = emptyRows();
    const written: string[] = [];
    for (const write of writes) {
      const execution = locked.get(write.executionId);
      if (execution === undefined) continue;
      addLiveWrite(rows, write, execution);
      written.push(write.executionId);
    }
    if (written.length > 0) await writeRows(tx, rows, written);
  });
}
