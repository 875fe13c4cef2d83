import type {
  AttemptRecord,
  ExecutionRecord,
  HistoryEventRecord,
  LogRecord,
  StepRecord,
  UpdateRecord,
} from "@tempograph/db";
import { z } from "zod";
import { temporalUiUrl } from "../../app/temporal-ui-url.ts";
import { executionStatuses } from "../../app/execution-statuses.ts";
import { withCure } from "../../http/with-cure.ts";
import type { Context } from "../operation.ts";
import { failureAnswer, json, moment } from "./problem.ts";

export const executionAnswer = z
  .object({
    id: z.string().describe("Also the Temporal workflow id."),
    workflowId: z.string(),
    workflowVersion: z.int(),
    eventId: z.string(),
    triggerId: z.string().describe("The trigger that matched; `call` or `manual` where none did."),
    status: z.enum(executionStatuses),
    runId: z.string().nullable(),
    firstRunId: z.string().nullable(),
    createdAt: moment,
    startedAt: moment.nullable(),
    closedAt: moment.nullable(),
    output: json,
    failure: failureAnswer.nullable(),
    historyEvents: z.int().nullable(),
    mirrorOk: z.boolean().nullable().describe("Mirror, machine and Temporal agree. Null until mirrored."),
    mirrorProblem: json,
    startError: z.string().nullable().describe("Why Temporal did not take it yet."),
    paused: z.boolean(),
    rerunOf: z.string().nullable(),
    rerunFrom: z.string().nullable(),
    cursor: z.string().describe("`after` for its updates, to get only what comes later than this answer."),
    temporalUiUrl: z.string().nullable(),
  })
  .meta({ id: "Execution" });

const attemptAnswer = z
  .object({
    executionId: z.string(),
    path: z.string(),
    attempt: z.int(),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    failure: failureAnswer.nullable(),
    worker: z.string().nullable(),
  })
  .meta({ id: "StepAttempt" });

export const stepAnswer = z
  .object({
    executionId: z.string(),
    path: z.string().describe("`notify`, in a loop `each[3]/notify`."),
    position: z.int(),
    nodeId: z.string(),
    type: z.string(),
    status: z.string(),
    port: z.string().nullable(),
    input: json,
    output: json,
    failure: failureAnswer.nullable(),
    scheduledAt: moment.nullable(),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    knownFrom: z.enum(["advisory", "history"]).describe("advisory: the worker's word, may still change."),
    attemptCount: z.int(),
    attempts: z.array(attemptAnswer),
  })
  .meta({ id: "Step" });

export const historyAnswer = z
  .object({
    runId: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    eventTime: moment,
    attributes: json.describe("The whole event as proto3 JSON."),
  })
  .meta({ id: "HistoryEvent" });

export const logAnswer = z
  .object({
    executionId: z.string(),
    path: z.string(),
    attempt: z.int(),
    level: z.string(),
    message: z.string(),
    fields: json,
    at: moment,
  })
  .meta({ id: "StepLog" });

export const updateAnswer = z
  .object({
    executionId: z.string(),
    cursor: z.string(),
    kind: z.enum(["status", "step", "attempt", "log"]),
    path: z.string().nullable(),
    body: json,
    at: moment,
  })
  .meta({ id: "ExecutionUpdate" });

export function executionJson(execution: ExecutionRecord, { deps }: Pick<Context, "deps">) {
  const { seq: _, updateSeq, ...shown } = execution;
  return {
    ...shown,
    failure: shown.failure && withCure(shown.failure),
    cursor: updateSeq,
    temporalUiUrl: temporalUiUrl(deps, execution),
  };
}

export function stepsJson(steps: readonly StepRecord[], tries: readonly AttemptRecord[]) {
  return steps.map(({ attempts, ...step }) => ({
    ...step,
    attemptCount: attempts,
    attempts: tries.filter(({ path }) => path === step.path),
  }));
}

export function historyJson({ executionId: _, ...event }: HistoryEventRecord) {
  return event;
}

export function logJson({ id: _, ...line }: LogRecord) {
  return line;
}

export function updateJson({ executionId, seq, key: _, ...update }: UpdateRecord) {
  return { executionId, cursor: seq, ...update };
}
