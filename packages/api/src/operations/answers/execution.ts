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
import { withCure } from "../../http/with-cure.ts";
import { answer, choice, id } from "../fields.ts";
import type { Context } from "../operation.ts";
import { any, failureAnswer, moment, object } from "./problem.ts";

export const executionStatus = choice("ExecutionStatus", "Where an execution stands, in Temporal's words.", {
  pending: "Stored; Temporal has not taken it yet.",
  running: "Temporal runs it.",
  completed: "Every taken node completed.",
  completedWithErrors: "Ran to its end; a step failed whose node says `onError: continue`.",
  failed: "A step failed and nothing caught it.",
  cancelled: "Asked to stop, and stopped in order.",
  terminated: "Stopped at once, without clearing up.",
  timedOut: "Ran longer than allowed.",
} satisfies Readonly<Record<ExecutionRecord["status"], string>>);

export const executionAnswer = answer("Execution", "One run of one version of a workflow for one event.", {
  id: z.string().describe("Also the Temporal workflow id."),
  workflowId: z.string(),
  workflowVersion: z.int().describe("The version it keeps to, whatever is published later."),
  eventId: z.string().describe("The event that started it."),
  triggerId: z.string().describe("The trigger that matched."),
  status: executionStatus.describe("Where it stands."),
  runId: z.string().nullable().describe("Temporal's id of the current run."),
  firstRunId: z.string().nullable().describe("Temporal's id of the first run of its chain."),
  createdAt: moment.describe("When it was decided that it should be."),
  startedAt: moment.nullable().describe("When Temporal took it."),
  closedAt: moment.nullable().describe("When it ended."),
  output: any.describe("What it gave."),
  failure: failureAnswer.nullable().describe("Why it failed."),
  historyEvents: z.int().nullable().describe("Events of all mirrored runs. Null until mirrored."),
  mirrorOk: z.boolean().nullable().describe("Mirror, machine and Temporal agree. Null until mirrored."),
  mirrorProblem: any.describe("Where they differ."),
  startError: z.string().nullable().describe("Why Temporal did not take it yet."),
  paused: z.boolean().describe("A person holds it: no new step, timer or end until `executionResume`."),
  rerunOf: z.string().nullable().describe("The execution that this one runs again."),
  rerunFrom: id("The node that it began at. Null: whole, or no rerun.").nullable(),
  cursor: z.string().describe("`after` for `executionEvents`, to get only what comes later than this answer."),
  temporalUiUrl: z.string().nullable().describe("This execution in Temporal's Web UI."),
});

export const attemptAnswer = answer("StepAttempt", "One try of a step's activity, as its worker told it.", {
  executionId: z.string(),
  path: z.string(),
  attempt: z.int().describe("1, 2, 3 …"),
  startedAt: moment.nullable().describe("When the worker began."),
  endedAt: moment.nullable().describe("When it ended. Null: not yet, or never heard."),
  failure: failureAnswer.nullable().describe("Why it failed."),
  worker: z.string().nullable().describe("Identity of the worker."),
});

export const stepAnswer = answer("Step", "One visit of one node in an execution.", {
  executionId: z.string(),
  path: z.string().describe("`notify`; in a loop `each[3]/notify`. Unique in the execution."),
  position: z.int(),
  nodeId: z.string().describe("Id of the node in the graph."),
  type: z.string().describe("Node type, such as `http_call`."),
  status: choice("StepStatus", "Where a step stands.", {
    scheduled: "Given to the workers.",
    running: "A worker is at it.",
    waiting: "Waits for a timer, an event or a person.",
    incident: "Failed, and waits for a person: see `incidentRetry`.",
    completed: "Done.",
    completedLate: "Succeeded after it was asked to stop; its port is dead.",
    failed: "Failed, its retries spent.",
    skipped: "No edge to it was taken.",
    cancelled: "Stopped; whether its effect happened may be unknown.",
    notReached: "The execution ended before it.",
  }).describe("Where it stands."),
  port: z.string().nullable().describe("The port it ended on: which edges were taken."),
  input: any.describe("Input with its templates rendered."),
  output: any.describe("What it gave."),
  failure: failureAnswer.nullable().describe("Why it failed."),
  scheduledAt: moment.nullable().describe("When it was given to the workers."),
  startedAt: moment.nullable().describe("When it began."),
  endedAt: moment.nullable().describe("When it ended."),
  knownFrom: choice("KnownFrom", "Who says so.", {
    advisory: "The worker, as it happens; may still change.",
    history: "Temporal's history: final.",
  }).describe("Who says so."),
  attemptCount: z.int().describe("How often it was tried. 0 for nodes that the machine carries out."),
  attempts: z.array(attemptAnswer).describe("Each try."),
});

export const historyAnswer = answer("HistoryEvent", "One event of Temporal's history, exactly as Temporal holds it.", {
  runId: z.string().describe("The run it belongs to."),
  eventId: z.string().describe("Temporal's event id: 1, 2, 3 … in each run."),
  eventType: z.string().describe("Temporal's event type, such as `ActivityTaskCompleted`."),
  eventTime: moment.describe("When Temporal recorded it."),
  attributes: object.describe("The whole event as proto3 JSON."),
});

export const logAnswer = answer("StepLog", "One line that a node logged.", {
  executionId: z.string(),
  path: z.string(),
  attempt: z.int().describe("The attempt that logged it."),
  level: z.string().describe("debug, info, warn or error."),
  message: z.string().describe("The line."),
  fields: any.describe("Structured fields."),
  at: moment.describe("When it was logged."),
});

export const updateAnswer = answer("ExecutionUpdate", "One change of an execution.", {
  executionId: z.string(),
  cursor: z.string().describe("`after` for a subscription that goes on behind this update."),
  kind: choice("ExecutionUpdateKind", "What changed.", {
    status: "The execution's status.",
    step: "A step.",
    attempt: "An attempt of a step.",
    log: "A node logged a line.",
  }).describe("What changed."),
  path: z.string().nullable().describe("Path of the step it is about. Null: the execution itself."),
  body: any.describe("The change itself, as it was when it happened."),
  at: moment.describe("When it happened."),
});

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
