import { listRuns, type ListedRun } from "./list-runs.ts";
import type { MirrorDeps } from "../mirror-deps.ts";

/** Lists the closed runs of our task queue page by page. Temporal on SQLite refuses ORDER BY and also lists open runs, which are left out here. */
export async function* listClosedRuns(
  deps: Pick<MirrorDeps, "connection" | "namespace" | "taskQueue">,
  sinceMs: number,
): AsyncGenerator<ListedRun[]> {
  const since = new Date(sinceMs).toISOString();
  for await (const page of listRuns(deps, `ExecutionStatus != 'Running' AND CloseTime >= '${since}'`)) {
    const runs = page.filter(({ open }) => !open);
    if (runs.length > 0) yield runs;
  }
}
