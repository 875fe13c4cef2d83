import { findTriggers, lockWorkflow, setTriggerPaused, type TriggerRow } from "@tempograph/db";
import { triggerDescriptions } from "@tempograph/graph";
import { z } from "zod";
import { notFound, ok, refuse, type Result } from "../../app/app-error.ts";
import { unknownWorkflow } from "../../app/saved-workflow.ts";
import { liveTrigger, liveTriggerAnswer, triggerKindAnswer } from "../answers/trigger.ts";
import { input, noInput, text } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import { workflowId } from "./workflow-input.ts";

export const triggerKinds = defineOperation({
  name: "triggerKinds",
  kind: "query",
  permission: "read",
  summary: "List the kinds of triggers",
  description: "The kinds of triggers, with the JSON Schema of their `config`, for editors.",
  input: noInput,
  errors: [],
  result: { type: "[TriggerKind]" },
  rest: {
    method: "GET",
    path: "/trigger-kinds",
    tag: "system",
    answer: { schema: z.array(triggerKindAnswer), from: (kinds) => kinds },
  },
  run: async () =>
    ok(
      triggerDescriptions.map(({ kind, title, description, config = null, example = null }) => ({
        ...{ kind, title, description, config, example },
      })),
    ),
});

export const workflowTriggers = defineOperation({
  name: "workflowTriggers",
  kind: "query",
  permission: "read",
  summary: "List the live triggers of a workflow",
  description:
    "The triggers of the published version, with what keeps them from working. None while the workflow is archived or was never published.",
  input: input("WorkflowTriggersQuery", "Of which workflow.", { id: workflowId }),
  errors: ["notFound"],
  errorsAsData: false,
  result: { type: "[LiveTrigger]" },
  rest: {
    method: "GET",
    path: "/workflows/:id/triggers",
    tag: "workflows",
    answer: { schema: z.array(liveTriggerAnswer), from: (triggers) => triggers },
  },
  run: async ({ deps: { db } }, { id }) => ok((await findTriggers(db, [id])).map(liveTrigger)),
});

export const triggerKey = {
  id: workflowId,
  triggerId: text("The id of a live trigger of the workflow (`workflowTriggers`)."),
};

const common = {
  kind: "mutation",
  permission: "workflows",
  errors: ["notFound"],
  audit: true,
  idempotency: "triggerId",
} as const;

const result = (payload: string, description: string) => ({
  payload,
  description,
  fields: { trigger: { type: "LiveTrigger", description: "The trigger as it is now.", from: liveTrigger } },
});

const rest = (path: string) =>
  ({
    method: "POST",
    path: `/workflows/:id/triggers/:triggerId/${path}`,
    tag: "workflows",
    answer: { schema: liveTriggerAnswer, from: liveTrigger },
  }) as const;

export const workflowTriggerPause = defineOperation({
  ...common,
  name: "workflowTriggerPause",
  summary: "Pause a trigger",
  description:
    "Pauses one trigger of a workflow: it starts nothing until it is resumed, also if another version is published meanwhile. The other triggers go on.",
  input: input("WorkflowTriggerPauseInput", "Which trigger to pause.", triggerKey),
  result: result("WorkflowTriggerPausePayload", "The paused trigger."),
  rest: rest("pause"),
  run: (context, { id, triggerId }) => setPaused(context, id, triggerId, context.caller.name),
});

export const workflowTriggerResume = defineOperation({
  ...common,
  name: "workflowTriggerResume",
  summary: "Let a paused trigger go on",
  description: "Lets a paused trigger go on. A trigger that is not paused does not change.",
  input: input("WorkflowTriggerResumeInput", "Which trigger goes on.", triggerKey),
  result: result("WorkflowTriggerResumePayload", "The trigger that goes on."),
  rest: rest("resume"),
  run: (context, { id, triggerId }) => setPaused(context, id, triggerId, null),
});

async function setPaused(
  { deps: { db } }: Context,
  id: string,
  triggerId: string,
  pausedBy: string | null,
): Promise<Result<TriggerRow>> {
  return await db.transaction().execute(async (tx): Promise<Result<TriggerRow>> => {
    if ((await lockWorkflow(tx, id)) === undefined) return refuse(unknownWorkflow(id));
    const row = await setTriggerPaused(tx, { workflowId: id, triggerId }, pausedBy);
    if (row === undefined)
      return refuse(
        notFound(
          "trigger",
          triggerId,
          "Look it up in `workflowTriggers`; an archived workflow has none.",
          "/triggerId",
        ),
      );
    return ok(row);
  });
}
