import type {
  AttemptRecord,
  ExecutionRecord,
  HistoryEventRecord,
  LogRecord,
  StepRecord,
  UpdateRecord,
} from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import { z } from "zod";
import { temporalUiUrl } from "../../app/temporal-ui-url.ts";
import { withCure } from "../../http/with-cure.ts";
import { answer, choice, id, payload, payloadsHidden } from "../fields.ts";
import type { Context } from "../operation.ts";
import { whyHidden } from "../payloads.ts";
import { any, failureAnswer, moment, object } from "./problem.ts";

export const executionStatus = choice("ExecutionStatus", "The status of an execution.", {
  pending: "Stored, but not started on Temporal yet.",
  running: "Runs on Temporal.",
  completed: "Every step that was reached completed.",
  completedWithErrors: "Completed, although a step failed whose node has `onError: continue`.",
  failed: "A step failed, and nothing handled the failure.",
  cancelled: "Cancelled on request: open steps were asked to stop, and compensation ran.",
  terminated: "Terminated at once, without compensation.",
  timedOut: "Took longer than its time-out allows.",
} satisfies Readonly<Record<ExecutionRecord["status"], string>>);

export const executionAnswer = answer("Execution", "The execution of one version of a workflow for one event.", {
  id: z.string().describe("The id, which is also the Temporal workflow id."),
  workflowId: z.string(),
  workflowVersion: z.int().describe("The version that it runs. Later publishing does not change it."),
  eventId: z.string().describe("The event that started it."),
  triggerId: z.string().describe("The trigger that matched; `call` or `manual` if no trigger started it."),
  status: executionStatus.describe("The status of the execution."),
  runId: z.string().nullable().describe("Temporal's id of the current run."),
  firstRunId: z.string().nullable().describe("Temporal's id of the first run of the execution."),
  createdAt: moment.describe("When the execution was created."),
  startedAt: moment.nullable().describe("When it started on Temporal."),
  closedAt: moment.nullable().describe("When it ended."),
  output: payload(any.describe("The output.")),
  failure: failureAnswer.nullable().describe("Why it failed."),
  historyEvents: z
    .int()
    .nullable()
    .describe("The number of history events of all mirrored runs. Null until the end is mirrored."),
  mirrorOk: z.boolean().nullable().describe("Whether the mirror and Temporal agree. Null until the end is mirrored."),
  mirrorProblem: payload(any.describe("The differences between the mirror and Temporal, if there are any.")),
  missingSince: moment
    .nullable()
    .describe(
      "Since when Temporal has not known it. It goes on when Temporal knows it again, also after it was closed as lost. Null: Temporal knows it, or is not asked any more.",
    ),
  taskFailsSince: moment
    .nullable()
    .describe(
      "Since when no worker can carry it on, although it is open: its workflow task fails on Temporal, which tries it again and again. Null: it gets on.",
    ),
  taskFailure: payload(z.string().nullable().describe("How its workflow task failed last.")),
  startError: z.string().nullable().describe("Why it could not be started on Temporal yet."),
  paused: z
    .boolean()
    .describe("Whether a person has paused it: no step or timer begins, and it does not end, until `executionResume`."),
  rerunOf: z.string().nullable().describe("The execution that this one runs again."),
  rerunFrom: id(
    "The node at which the rerun began. Null if everything ran again, or if this is not a rerun.",
  ).nullable(),
  cursor: z.string().describe("Use it as `after` of `executionEvents` to get only the updates after this answer."),
  temporalUiUrl: z.string().nullable().describe("The URL of this execution in Temporal's Web UI."),
});

export const attemptAnswer = answer("StepAttempt", "An attempt of a step's activity, as its worker reported it.", {
  executionId: z.string(),
  path: z.string(),
  attempt: z.int().describe("1, 2, 3 …"),
  startedAt: moment.nullable().describe("When the worker began."),
  endedAt: moment.nullable().describe("When it ended. Null if it has not ended or its end was never reported."),
  failure: failureAnswer.nullable().describe("Why it failed."),
  worker: z.string().nullable().describe("The identity of the worker."),
});

export const stepAnswer = answer("Step", "A step of an execution: one visit of a node.", {
  executionId: z.string(),
  path: z
    .string()
    .describe("The path, such as `notify`, or `each[3]/notify` in a loop. It is unique in the execution."),
  position: z.int(),
  nodeId: z.string().describe("Id of the node in the graph."),
  type: z.string().describe("Node type, such as `http_call`."),
  status: choice("StepStatus", "The status of a step.", {
    scheduled: "Waits for a worker.",
    running: "A worker carries it out.",
    waiting: "Waits for a timer, an event or a person.",
    incident: "Failed, and waits for a person: see `incidentRetry`.",
    completed: "Completed on a port.",
    completedLate: "Succeeded after it was asked to stop; the edges of its port are not taken.",
    failed: "Failed after all retries.",
    skipped: "Skipped, because no edge to it was taken.",
    cancelled: "Stopped. It may be unknown whether its effect happened.",
    notReached: "The execution ended before the step began.",
  }).describe("The status."),
  port: z.string().nullable().describe("The port that it ended on. The edges of this port were taken."),
  input: payload(any.describe("The node's data after its templates were rendered.")),
  output: payload(any.describe("The output.")),
  failure: failureAnswer.nullable().describe("Why it failed."),
  scheduledAt: moment.nullable().describe("When its activity was scheduled."),
  startedAt: moment.nullable().describe("When it began."),
  endedAt: moment.nullable().describe("When it ended."),
  knownFrom: choice("KnownFrom", "The source of the step's data.", {
    advisory: "Live updates of the worker. The data may still change.",
    history: "Temporal's history. The data is final.",
  }).describe("The source of the step's data."),
  attemptCount: z.int().describe("The number of attempts. 0 for nodes that the machine carries out."),
  attempts: z.array(attemptAnswer).describe("The attempts."),
});

export const historyAnswer = answer(
  "HistoryEvent",
  "An event of Temporal's history, as Temporal has it. Only payloads that are encrypted there are shown decrypted.",
  {
    runId: z.string().describe("The run that the event belongs to."),
    eventId: z.string().describe("Temporal's event id: 1, 2, 3 … in each run."),
    eventType: z.string().describe("Temporal's event type, such as `ActivityTaskCompleted`."),
    eventTime: moment.describe("When Temporal recorded it."),
    attributes: payload(object.nullable().describe("The whole event as proto3 JSON.")),
  },
);

export const logAnswer = answer("StepLog", "A line that a node logged.", {
  executionId: z.string(),
  path: z.string(),
  attempt: z.int().describe("The attempt that logged it."),
  level: z.string().describe("debug, info, warn or error."),
  message: payload(z.string().describe("The line.")),
  fields: payload(any.describe("Structured fields.")),
  at: moment.describe("When it was logged."),
});

export const updateAnswer = answer("ExecutionUpdate", "A change of an execution.", {
  executionId: z.string(),
  cursor: z.string().describe("The cursor of this update. Use it as `after` to continue a subscription after it."),
  kind: choice("ExecutionUpdateKind", "What changed.", {
    status: "The execution's status.",
    step: "A step.",
    attempt: "An attempt of a step.",
    log: "A node logged a line.",
  }).describe("What changed."),
  path: z.string().nullable().describe("The path of the step that changed. Null if the execution itself changed."),
  body: any.describe("The change, with the values at the time when it happened."),
  at: moment.describe("When it happened."),
  payloadsHidden,
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

export function updateJson(
  { executionId, seq, key: _, body, ...update }: UpdateRecord,
  { caller }: Pick<Context, "caller">,
) {
  const reason = whyHidden(caller);
  const shown = { executionId, cursor: seq, ...update };
  return reason === null ? { ...shown, body } : { ...shown, body: shapeOf(body), payloadsHidden: reason };
}

/** The fields of an update's body that are no payloads. A field that is not named here is hidden. */
const SHAPE = new Set(
  "status runId path nodeId type kind at port until attempt phase outcome level failure code retryable".split(" "),
);

/** The body of an update without payloads, such as the text of a failure or the fields of a log line. */
function shapeOf(body: Json): Json {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const fields = Object.entries(body).filter(([name]) => SHAPE.has(name));
  return Object.fromEntries(fields.map(([name, value]) => [name, name === "failure" ? shapeOf(value) : value]));
}
