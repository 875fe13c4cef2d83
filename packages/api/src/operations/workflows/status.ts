import { lockWorkflow, setWorkflowStatus, type WorkflowRecord } from "@tempograph/db";
import { endTriggers } from "@tempograph/triggers";
import { ok, refuse, type Result } from "../../app/app-error.ts";
import { makeLiveAgain } from "../../app/live-triggers.ts";
import { unknownWorkflow } from "../../app/saved-workflow.ts";
import { workflowAnswer, workflowJson } from "../answers/workflow.ts";
import { input } from "../fields.ts";
import { defineOperation, type Context, type GraphqlResult } from "../operation.ts";
import { workflowId } from "./workflow-input.ts";

const changed = (payload: string, description: string): GraphqlResult<WorkflowRecord> => ({
  payload,
  description,
  fields: { workflow: { type: "Workflow", description: "The workflow as it is now.", from: (workflow) => workflow } },
});

const common = { kind: "mutation", permission: "workflows", errors: ["notFound", "validation"], audit: true } as const;
const answer = { schema: workflowAnswer, from: workflowJson };

export const workflowArchive = defineOperation({
  ...common,
  name: "workflowArchive",
  summary: "Archive a workflow",
  description:
    "Archives a workflow: no event starts it any more. Its executions go on. Archiving an archived workflow changes nothing.",
  input: input("WorkflowArchiveInput", "Which workflow to archive.", { id: workflowId }),
  idempotency: "id",
  result: changed("WorkflowArchivePayload", "The archived workflow."),
  rest: { method: "POST", path: "/workflows/:id/archive", tag: "workflows", answer },
  run: (context, { id }) => setStatus(context, id, "archived"),
});

export const workflowUnarchive = defineOperation({
  ...common,
  name: "workflowUnarchive",
  summary: "Activate an archived workflow again",
  description:
    "Activates an archived workflow again: events start the version that was published when it was archived. An active workflow does not change.",
  input: input("WorkflowUnarchiveInput", "Which workflow to activate again.", { id: workflowId }),
  idempotency: "id",
  result: changed("WorkflowUnarchivePayload", "The workflow that was activated."),
  rest: { method: "POST", path: "/workflows/:id/unarchive", tag: "workflows", answer },
  run: (context, { id }) => setStatus(context, id, "active"),
});

export const workflowDelete = defineOperation({
  ...common,
  name: "workflowDelete",
  summary: "Delete a workflow; its executions stay",
  description:
    "Deletes a workflow. Its executions and their history stay, and running executions continue to their end.",
  input: input("WorkflowDeleteInput", "Which workflow to delete.", { id: workflowId }),
  result: {
    payload: "WorkflowDeletePayload",
    description: "The deleted workflow.",
    fields: {
      deletedId: {
        type: "ID",
        description:
          "The workflow's id. `workflow(id)` and `workflows` no longer find it; its executions still refer to it.",
        from: ({ id }: WorkflowRecord) => id,
      },
    },
  },
  rest: { method: "DELETE", path: "/workflows/:id", tag: "workflows", status: 204 },
  run: (context, { id }) => setStatus(context, id, "deleted"),
});

/** Changes the status of a workflow. The row of a deleted workflow stays, because its executions refer to it. */
async function setStatus(
  { deps }: Context,
  id: string,
  status: WorkflowRecord["status"],
): Promise<Result<WorkflowRecord>> {
  return await deps.db.transaction().execute(async (tx) => {
    const workflow = await lockWorkflow(tx, id);
    if (workflow === undefined) return refuse(unknownWorkflow(id));
    if (workflow.status === status) return ok(workflow);
    if (status === "active") await makeLiveAgain(tx, deps, workflow);
    else await endTriggers(tx, id);
    return ok(await setWorkflowStatus(tx, id, status));
  });
}
