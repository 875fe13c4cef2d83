import type { Json } from "@tempograph/graph";
import { z } from "zod";
import { startByHand, type Started } from "../../app/start-by-hand.ts";
import { executionAnswer, executionJson } from "../answers/execution.ts";
import { flag, idempotencyKey, input, json, optional, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { workflowId } from "../workflows/workflow-input.ts";

/** Starts a workflow by hand. Its triggers are not evaluated, and no other workflow gets an event. */
export const executionStart = defineOperation({
  name: "executionStart",
  kind: "mutation",
  permission: "start",
  summary: "Start a workflow by hand",
  description:
    "Starts a workflow by hand, with your data as its payload. Its triggers are not evaluated, and no other workflow starts. " +
    "If it has triggers of the kind `manual`, the data has to fit the schema of one of them. " +
    "It runs the published version, another version, or the draft. If no version has the draft's content yet, the draft is stored as a new version, which no event starts.",
  input: input("ExecutionStartInput", "Which workflow to start, and with which data.", {
    workflowId,
    data: optional(json("The payload. At most 1 MiB. Default `{}`.")),
    version: optional(whole("A version of the workflow. Default: the published version.")),
    draft: optional(flag("Whether to run the draft as it is now. Not together with `version`.")),
    idempotencyKey,
  }),
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: { made: ({ execution }: Started) => execution.id },
  idempotency: "idempotencyKey",
  result: {
    payload: "ExecutionStartPayload",
    description: "The new execution.",
    fields: {
      execution: {
        type: "Execution",
        description: "The new execution. It is PENDING until it has started on Temporal.",
        from: ({ execution }: Started) => execution,
      },
      deduplicated: {
        type: "Boolean",
        description: "Whether the execution existed before, under the same idempotencyKey.",
        from: ({ deduplicated }: Started) => deduplicated,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/executions",
    tag: "executions",
    status: 201,
    answer: {
      schema: executionAnswer.extend({ deduplicated: z.boolean() }),
      from: ({ execution, deduplicated }, context) => ({ ...executionJson(execution, context), deduplicated }),
    },
    location: ({ execution }) => `/executions/${execution.id}`,
    example: { workflowId: "wf_…", data: { lead: { score: 90 } } },
  },
  run: ({ deps, caller }, input) => startByHand(deps, caller, { ...input, data: (input.data ?? {}) as Json }),
});
