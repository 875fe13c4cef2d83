import { findSteps } from "@tempograph/db";
import { ok, refuse, type Result } from "../../app/app-error.ts";
import type { Steered } from "../../app/steer/steer.ts";
import type { ExecutionRecord } from "@tempograph/db";
import { executionAnswer, executionJson, executionStatus } from "../answers/execution.ts";
import { choice, deprecated, id, input, listOf, moment, flag, optional, text } from "../fields.ts";
import type { GraphqlResult } from "../operation.ts";

export const executionId = id("Id of the execution.");

/** The execution, in inputs that called it `executionId` before: exactly one of the two is given. */
export const eitherId = { id: optional(executionId), executionId: deprecated(executionId, "Use `id`.") };

interface EitherId {
  readonly id?: string | null | undefined;
  readonly executionId?: string | null | undefined;
}

/** The execution that is meant, and what the caller calls it, for the places of errors. */
export function whichExecution({
  id,
  executionId,
}: EitherId): Result<{ executionId: string; idField: "id" | "executionId" }> {
  if (id != null && (executionId == null || executionId === id)) return ok({ executionId: id, idField: "id" });
  if (executionId != null && id == null) return ok({ executionId, idField: "executionId" });
  return refuse({
    code: "INVALID_INPUT",
    message: id == null ? "The execution's id is missing." : "`id` and `executionId` name two executions.",
    path: "/id",
    hint: "Give the execution as `id`.",
  });
}

export const stepPath = text("Path of the step: `approve`, in a loop `each[3]/approve`.");

export const executionFilter = input("ExecutionFilter", "Which executions; what is absent does not narrow.", {
  workflowId: optional(id("Of this workflow.")),
  eventId: optional(id("Started by this event.")),
  rerunOf: optional(id("Running this execution again.")),
  status: optional(listOf(executionStatus, "In any of these states.")),
  paused: optional(flag("Held by a person, or not.")),
  hasIncident: optional(flag("A step failed and waits for a person, or none does.")),
  createdAfter: optional(moment("Created at this moment or later.")),
  createdBefore: optional(moment("Created before this moment.")),
});

export const rerunVersion = choice("RerunVersion", "The version that a rerun runs.", {
  same: "That of the old execution.",
  published: "The one that new events start at this moment.",
});

const execution = {
  type: "Execution",
  description:
    "As it is after the operation; if the mirror does not show it within two seconds, as it is stored by then.",
};

/** A payload with the execution. */
export function executionPayload(payload: string, description: string): GraphqlResult<ExecutionRecord> {
  return { payload, description, fields: { execution: { ...execution, from: (row) => row } } };
}

/** A payload with the execution, and the step that the operation was about. */
export function stepPayload(payload: string, description: string): GraphqlResult<Steered> {
  return {
    payload,
    description,
    fields: {
      execution: { ...execution, from: (steered) => steered.execution },
      step: {
        type: "Step?",
        description: "The step, as it is after the operation.",
        from: async ({ execution: { id }, path }, { deps }) =>
          path === null ? null : ((await findSteps(deps.db, [{ executionId: id, path }]))[0] ?? null),
      },
    },
  };
}

export const executionRest = { schema: executionAnswer, from: executionJson };
export const steeredRest = {
  schema: executionAnswer,
  from: ({ execution }: Steered, context: Parameters<typeof executionJson>[1]) => executionJson(execution, context),
};
