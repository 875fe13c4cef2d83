import { findTriggers, setTriggerPaused, type TriggerRow } from "@tempograph/db";
import { triggerDescriptions } from "@tempograph/graph";
import { z } from "zod";
import { ok, type Result } from "../../app/app-error.ts";
import { liveTrigger, liveTriggerAnswer, triggerKindAnswer } from "../answers/trigger.ts";
import { input, noInput } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import { changesTrigger, changeTrigger, triggerKey, triggerRest, triggerResult } from "./change-trigger.ts";
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

export const workflowTriggerPause = defineOperation({
  ...changesTrigger,
  name: "workflowTriggerPause",
  summary: "Pause a trigger",
  description:
    "Pauses one trigger of a workflow: it starts nothing until it is resumed, also if another version is published meanwhile. The other triggers go on.",
  input: input("WorkflowTriggerPauseInput", "Which trigger to pause.", triggerKey),
  result: triggerResult("WorkflowTriggerPausePayload", "The paused trigger."),
  rest: triggerRest("pause"),
  run: (context, key) => setPaused(context, key, context.caller.name),
});

export const workflowTriggerResume = defineOperation({
  ...changesTrigger,
  name: "workflowTriggerResume",
  summary: "Let a paused trigger go on",
  description: "Lets a paused trigger go on. A trigger that is not paused does not change.",
  input: input("WorkflowTriggerResumeInput", "Which trigger goes on.", triggerKey),
  result: triggerResult("WorkflowTriggerResumePayload", "The trigger that goes on."),
  rest: triggerRest("resume"),
  run: (context, key) => setPaused(context, key, null),
});

function setPaused(
  context: Context,
  key: { readonly id: string; readonly triggerId: string },
  pausedBy: string | null,
): Promise<Result<TriggerRow>> {
  const { id, triggerId } = key;
  return changeTrigger(context, key, (tx) => setTriggerPaused(tx, { workflowId: id, triggerId }, pausedBy));
}
