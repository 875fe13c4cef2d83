import { lockWorkflow, setWorkflowStatus, type WorkflowRecord } from "@tempograph/db";
import { ok, refuse, type Result } from "../../app/app-error.ts";
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

const common = { kind: "mutation", permission: "workflows", errors: ["notFound"], audit: true } as const;
const answer = { schema: workflowAnswer, from: workflowJson };

export const workflowArchive = defineOperation({
  ...common,
  name: "workflowArchive",
  summary: "Take a workflow out of service",
  description:
    "Takes a workflow out of service: no event starts it any more. Its executions run on. Archiving again changes nothing.",
  input: input("WorkflowArchiveInput", "Which workflow to archive.", { id: workflowId }),
  idempotency: "id",
  result: changed("WorkflowArchivePayload", "The archived workflow."),
  rest: { method: "POST", path: "/workflows/:id/archive", tag: "workflows", answer },
  run: (context, { id }) => setStatus(context, id, "archived"),
});

export const workflowUnarchive = defineOperation({
  ...common,
  name: "workflowUnarchive",
  summary: "Put an archived workflow back into service",
  description:
    "Puts an archived workflow back into service: events start the version again that was published when it was archived. Of an active workflow nothing changes.",
  input: input("WorkflowUnarchiveInput", "Which workflow to put back into service.", { id: workflowId }),
  idempotency: "id",
  result: changed("WorkflowUnarchivePayload", "The workflow that takes events again."),
  rest: { method: "POST", path: "/workflows/:id/unarchive", tag: "workflows", answer },
  run: (context, { id }) => setStatus(context, id, "active"),
});

export const workflowDelete = defineOperation({
  ...common,
  name: "workflowDelete",
  summary: "Delete a workflow; its executions stay",
  description: "Deletes a workflow. Its executions and their history stay, and what runs ends.",
  input: input("WorkflowDeleteInput", "Which workflow to delete.", { id: workflowId }),
  result: {
    payload: "WorkflowDeletePayload",
    description: "The deleted workflow.",
    fields: {
      deletedId: {
        type: "ID",
        description: "Its id. `workflow(id)` and `workflows` find it no more; its executions still name it.",
        from: ({ id }: WorkflowRecord) => id,
      },
    },
  },
  rest: { method: "DELETE", path: "/workflows/:id", tag: "workflows", status: 204 },
  run: (context, { id }) => setStatus(context, id, "deleted"),
});

/** The row of a deleted workflow stays for its executions. */
async function setStatus(
  { deps: { db } }: Context,
  id: string,
  status: WorkflowRecord["status"],
): Promise<Result<WorkflowRecord>> {
  return await db.transaction().execute(async (tx) => {
    const workflow = await lockWorkflow(tx, id);
    if (workflow === undefined) return refuse(unknownWorkflow(id));
    return ok(workflow.status === status ? workflow : await setWorkflowStatus(tx, id, status));
  });
}
