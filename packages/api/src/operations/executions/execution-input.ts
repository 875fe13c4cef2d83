import { findSteps } from "@tempograph/db";
import { invalidInput, ok, refuse, type Result } from "../../app/app-error.ts";
import type { Steered } from "../../app/steer/steer.ts";
import type { ExecutionRecord } from "@tempograph/db";
import { executionAnswer, executionJson, executionStatus } from "../answers/execution.ts";
import { choice, deprecated, id, input, listOf, moment, flag, optional, text, whole } from "../fields.ts";
import type { GraphqlResult } from "../operation.ts";

const WHICH = "The execution's id, `exe_…`.";
export const executionId = id(WHICH);

/** The execution's id in inputs that earlier called it `executionId`. The caller has to give exactly one of the two. */
export const eitherId = {
  id: optional(executionId).describe(WHICH),
  executionId: deprecated(executionId, "Use `id`."),
};

interface EitherId {
  readonly id?: string | null | undefined;
  readonly executionId?: string | null | undefined;
}

/** The execution's id, and the name of the field in which the caller gave it, for the places of errors. */
export function whichExecution({
  id,
  executionId,
}: EitherId): Result<{ executionId: string; idField: "id" | "executionId" }> {
  if (id != null && (executionId == null || executionId === id)) return ok({ executionId: id, idField: "id" });
  if (executionId != null && id == null) return ok({ executionId, idField: "executionId" });
  return refuse(
    invalidInput(
      "/id",
      id == null ? "The execution's id is missing." : "`id` and `executionId` name different executions.",
      "Send the execution's id as `id`.",
    ),
  );
}

export const stepPath = text("The path of the step, such as `approve`, or `each[3]/approve` in a loop.");

export const waitKind = choice("WaitKind", "What an execution can wait for.", {
  signal: "A signal.",
  event: "An event.",
  approval: "Somebody to decide.",
  workflow: "The execution of another workflow, which it has called.",
  lock: "A lock that another execution holds.",
  timer: "A moment.",
  person: "Somebody to resolve a failed step: an incident.",
  resume: "Somebody to resume it: it is paused.",
});

export const executionFilter = input(
  "ExecutionFilter",
  "Which executions. An absent field does not restrict the list.",
  {
    ids: optional(listOf(id("An id."), "Only these; at most 1,000.")),
    workflowId: optional(id("Only those of this workflow.")),
    version: optional(whole("Only those of the version with this number; useful with `workflowId`.")),
    eventId: optional(id("Only those that this event started.")),
    rerunOf: optional(id("Only reruns of this execution.")),
    status: optional(listOf(executionStatus, "Only those with one of these statuses.")),
    paused: optional(flag("true: only paused ones; false: only those that are not paused.")),
    hasIncident: optional(
      flag("true: only those with a failed step that waits for a person; false: only those without one."),
    ),
    waitingFor: optional(listOf(waitKind, "Only those that run and wait for one of these.")),
    waitingForName: optional(
      text(
        "Only those that wait for something of this name: a signal, a type of events, a lock, a called workflow, or the title of an approval. Needs the permission to read payloads.",
      ),
    ),
    text: optional(
      text(
        "A text in the JSON of the event's data, of the output or of the failure, in upper or lower case, such as `ada@example.com`. The newest 20,000 executions that fit the other fields are searched (64 MiB of payloads). Needs the permission to read payloads.",
      ),
    ),
    createdAfter: optional(moment("Only those created at this moment or later.")),
    createdBefore: optional(moment("Only those created before this moment.")),
  },
);

export const rerunVersion = choice("RerunVersion", "The version that a rerun runs.", {
  same: "The version of the old execution.",
  published: "The version that new events start at this moment.",
});

const execution = {
  type: "Execution",
  description:
    "The execution after the operation. If the mirror does not show the effect within two seconds, the execution as it is stored then.",
};

/** A payload with the execution. */
export function executionPayload(payload: string, description: string): GraphqlResult<ExecutionRecord> {
  return { payload, description, fields: { execution: { ...execution, from: (row) => row } } };
}

/** A payload with the execution and the step that the operation concerned. */
export function stepPayload(payload: string, description: string): GraphqlResult<Steered> {
  return {
    payload,
    description,
    fields: {
      execution: { ...execution, from: (steered) => steered.execution },
      step: {
        type: "Step?",
        description: "The step after the operation.",
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
