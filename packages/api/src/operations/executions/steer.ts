import { findSteps, type BulkTargets, type ExecutionRecord } from "@tempograph/db";
import type { Json, JsonObject, Operation } from "@tempograph/graph";
import { isNotPaused, isPaused, readAfter, stepEnded, stepRunsAgain, type Effect } from "../../app/after-operation.ts";
import { ok, refuse, type Result } from "../../app/app-error.ts";
import type { BulkActionKind, BulkRule, BulkTask } from "../../app/bulk/bulk-action.ts";
import { steer, type Steered } from "../../app/steer/steer.ts";
import { choice, idempotencyKey, input, json, optional, text } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import { eitherId, executionId, stepPath, stepPayload, steeredRest, whichExecution } from "./execution-input.ts";

// Operations on an open execution. Each is a Temporal Update, so that a refused one changes nothing; the execution
// itself decides (rule 13 of docs/machine.md).

const common = {
  kind: "mutation",
  permission: "steer",
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: true,
  idempotency: "idempotencyKey",
} as const;

const rest = (path: string) =>
  ({ method: "POST", path: `/executions/:id/${path}`, tag: "executions", status: 202, answer: steeredRest }) as const;

interface Asked {
  readonly id?: string | null | undefined;
  readonly executionId?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Sends the operation, and answers with the rows as they are once its effect shows in them. */
async function act(
  { deps, caller }: Context,
  asked: Asked,
  operation: Operation,
  effect: Effect,
): Promise<Result<Steered>> {
  const which = whichExecution(asked);
  if (!which.ok) return which;
  const accepted = await steer(deps, caller, { ...which.value, operation, idempotencyKey: asked.idempotencyKey });
  if (!accepted.ok) return accepted;
  const { execution, path } = accepted.value;
  return ok({ path, execution: await readAfter(deps, execution, effect, path) });
}

/** The same, done by a bulk job: it does not wait for the effect. */
function bulkRule(
  kind: BulkActionKind,
  targets: BulkTargets,
  operationFor: (task: BulkTask) => Operation,
): BulkRule<Steered> {
  return {
    kind,
    targets,
    run: (deps, caller, _action, task) =>
      steer(deps, caller, {
        executionId: task.executionId,
        operation: operationFor(task),
        idempotencyKey: task.key,
      }),
  };
}

const held = ({ execution }: Steered): ExecutionRecord => execution;

export const executionPause = defineOperation({
  ...common,
  name: "executionPause",
  summary: "Pause an execution: no step, timer or end begins until it is resumed",
  description:
    "Pauses an execution: no step, timer or end begins until it is resumed. What runs ends, and time-outs go on.",
  input: input("ExecutionPauseInput", "Which execution to pause.", { id: executionId, idempotencyKey }),
  bulk: bulkRule("pause", "running", () => ({ name: "pause" })),
  result: {
    payload: "ExecutionPausePayload",
    description: "The execution that was paused.",
    fields: { execution: { type: "Execution", description: "As it is after the operation.", from: held } },
  },
  rest: rest("pause"),
  run: (context, input) => act(context, input, { name: "pause" }, isPaused),
});

export const executionResume = defineOperation({
  ...common,
  name: "executionResume",
  summary: "Let a paused execution go on",
  description: "Lets a paused execution go on.",
  input: input("ExecutionResumeInput", "Which execution to let go on.", { id: executionId, idempotencyKey }),
  bulk: bulkRule("resume", "running", () => ({ name: "resume" })),
  result: {
    payload: "ExecutionResumePayload",
    description: "The execution that goes on.",
    fields: { execution: { type: "Execution", description: "As it is after the operation.", from: held } },
  },
  rest: rest("resume"),
  run: (context, input) => act(context, input, { name: "resume" }, isNotPaused),
});

export const executionSkipWait = defineOperation({
  ...common,
  name: "executionSkipWait",
  summary: "End a wait now",
  description: "Ends a wait before its time, on `out`. Not for approvals: decide them.",
  input: input("ExecutionSkipWaitInput", "Which wait to end.", {
    id: executionId,
    path: stepPath,
    output: optional(json("What the wait gives. Default `{ skipped: true }`.")),
    idempotencyKey,
  }),
  result: stepPayload("ExecutionSkipWaitPayload", "The execution, and the step that waited."),
  rest: rest("skip-wait"),
  run: (context, input) =>
    act(context, input, { name: "skipWait", path: input.path, ...given("output", input.output as Json) }, stepEnded),
});

export const approvalDecision = choice(
  "ApprovalDecision",
  "The answer to an approval; also the port that its step ends on.",
  { approved: "Yes.", rejected: "No." },
);

export const approvalDecide = defineOperation({
  ...common,
  permission: "decide",
  name: "approvalDecide",
  summary: "Decide an approval, once",
  description: "Decides an approval, once. The caller is one of its approvers, or an admin.",
  input: input("ApprovalDecideInput", "A decision on an approval.", {
    ...eitherId,
    path: stepPath,
    decision: approvalDecision.describe("Yes or no."),
    data: optional(json("What the approval's form asks for.")),
    idempotencyKey,
  }),
  result: stepPayload("ApprovalDecidePayload", "The execution, and the step that waited."),
  rest: rest("approvals/decide"),
  run: (context, input) =>
    act(
      context,
      input,
      { name: "decide", path: input.path, decision: input.decision, ...given("data", input.data as Json) },
      stepEnded,
    ),
});

export const incidentRetry = defineOperation({
  ...common,
  name: "incidentRetry",
  summary: "At an incident: run the step again",
  description: "At an incident (`onError: pause`): runs the step again, with other input where given.",
  input: input("IncidentRetryInput", "Which incident to try again.", {
    ...eitherId,
    path: stepPath,
    input: optional(json("The whole input that the step gets this time. Default: the one it had.")),
    idempotencyKey,
  }),
  bulk: bulkRule("incidentRetry", "incidents", ({ path }) => ({ name: "retry", path: path ?? "" })),
  result: stepPayload("IncidentRetryPayload", "The execution, and the step that runs again."),
  rest: rest("incidents/retry"),
  async run(context, asked) {
    const { path, input } = asked;
    if (input != null && (typeof input !== "object" || Array.isArray(input)))
      return refuse({
        code: "INVALID_INPUT",
        message: "The input of a step is an object.",
        path: "/input",
        hint: "Send the whole input of the step, as `step.input` shows it, with your changes; or leave it out.",
      });
    const executionId = asked.id ?? asked.executionId ?? "";
    const [step] = await findSteps(context.deps.db, [{ executionId, path }]);
    const operation: Operation = { name: "retry", path, ...given("input", input as JsonObject) };
    return await act(context, asked, operation, stepRunsAgain(step?.attempts ?? 0));
  },
});

export const incidentSkip = defineOperation({
  ...common,
  name: "incidentSkip",
  summary: "At an incident: go on with this output",
  description: "At an incident: ends the step with this output, as if it had succeeded.",
  input: input("IncidentSkipInput", "Which incident to go past.", {
    ...eitherId,
    path: stepPath,
    output: optional(json("What the step gives. Default null.")),
    port: optional(text("The port that it ends on. Default `out`.")),
    idempotencyKey,
  }),
  result: stepPayload("IncidentSkipPayload", "The execution, and the step that was gone past."),
  rest: rest("incidents/skip"),
  run: (context, input) =>
    act(
      context,
      input,
      { name: "skip", path: input.path, output: (input.output ?? null) as Json, ...given("port", input.port) },
      stepEnded,
    ),
});

export const incidentFail = defineOperation({
  ...common,
  name: "incidentFail",
  summary: "At an incident: let the step fail",
  description: "At an incident: lets the step fail for good; the scope around it fails with it.",
  input: input("IncidentFailInput", "Which incident to let fail.", {
    ...eitherId,
    path: stepPath,
    message: optional(text("Why; for people.")),
    idempotencyKey,
  }),
  result: stepPayload("IncidentFailPayload", "The execution, and the step that failed."),
  rest: rest("incidents/fail"),
  run: (context, input) =>
    act(context, input, { name: "fail", path: input.path, ...given("message", input.message) }, stepEnded),
});

/** A field of the operation, if the caller gave it. */
function given<K extends string, V>(key: K, value: V | null | undefined): { readonly [key in K]?: V } {
  return (value === undefined || value === null ? {} : { [key]: value }) as { readonly [key in K]?: V };
}
