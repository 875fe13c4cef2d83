import { lockWorkflow, type Database, type TriggerRow } from "@tempograph/db";
import { notFound, ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import { unknownWorkflow } from "../../app/saved-workflow.ts";
import { liveTrigger, liveTriggerAnswer } from "../answers/trigger.ts";
import { text } from "../fields.ts";
import type { Context } from "../operation.ts";
import { workflowId } from "./workflow-input.ts";

// What the operations that change one live trigger have in common.

export const triggerKey = {
  id: workflowId,
  triggerId: text("The id of a live trigger of the workflow (`workflowTriggers`), such as `trigger0`."),
};

export const changesTrigger = {
  kind: "mutation",
  permission: "workflows",
  errors: ["notFound"],
  audit: true,
  idempotency: "triggerId",
} as const;

export const triggerField = { type: "LiveTrigger", description: "The trigger as it is now.", from: liveTrigger };

export const triggerResult = (payload: string, description: string) => ({
  payload,
  description,
  fields: { trigger: triggerField },
});

export const triggerRoute = (path: string) =>
  ({ method: "POST", path: `/workflows/:id/triggers/:triggerId/${path}`, tag: "workflows" }) as const;

export const triggerRest = (path: string) => ({
  ...triggerRoute(path),
  answer: { schema: liveTriggerAnswer, from: liveTrigger },
});

/** Changes a trigger under the lock of its workflow. `change` answers the trigger as it is now; undefined: there is no such trigger. */
export async function changeTrigger(
  { deps: { db } }: Context,
  { id, triggerId }: { readonly id: string; readonly triggerId: string },
  change: (tx: Database) => Promise<TriggerRow | undefined>,
): Promise<Result<TriggerRow>> {
  return await db.transaction().execute(async (tx): Promise<Result<TriggerRow>> => {
    if ((await lockWorkflow(tx, id)) === undefined) return refuse(unknownWorkflow(id));
    const row = await change(tx);
    return row === undefined ? refuse(unknownTrigger(triggerId)) : ok(row);
  });
}

function unknownTrigger(id: string): AppError {
  const hint = "Look it up in `workflowTriggers`, with its kind; an archived workflow has none.";
  return notFound("trigger", id, hint, "/triggerId");
}
