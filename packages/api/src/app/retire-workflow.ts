import { lockWorkflow, setWorkflowStatus, type WorkflowRecord } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { unknownWorkflow } from "./saved-workflow.ts";

/** No event starts it any more; its executions run on. Archiving again changes nothing. */
export async function archiveWorkflow(deps: AppDeps, id: string): Promise<Result<WorkflowRecord>> {
  return await retire(deps, id, "archived");
}

/** Gone from every list; the row stays for its executions. */
export async function deleteWorkflow(deps: AppDeps, id: string): Promise<Result<WorkflowRecord>> {
  return await retire(deps, id, "deleted");
}

async function retire({ db }: AppDeps, id: string, status: "archived" | "deleted"): Promise<Result<WorkflowRecord>> {
  return await db.transaction().execute(async (tx) => {
    const workflow = await lockWorkflow(tx, id);
    if (workflow === undefined) return refuse(unknownWorkflow(id));
    return ok(workflow.status === status ? workflow : await setWorkflowStatus(tx, id, status));
  });
}
