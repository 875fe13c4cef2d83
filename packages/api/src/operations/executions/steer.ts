import { findSteps, type BulkTargets, type ExecutionRecord } from "@tempograph/db";
import type { Json, JsonObject, Operation } from "@tempograph/graph";
import { may } from "../../access/roles.ts";
import { isNotPaused, isPaused, readAfter, stepEnded, stepRunsAgain, type Effect } from "../../app/after-operation.ts";
import { invalidInput, ok, refuse, type Result } from "../../app/app-error.ts";
import type { BulkActionKind, BulkRule, BulkTask } from "../../app/bulk/bulk-action.ts";
import { forbidden } from "../../app/audit/forbidden.ts";
import { steer, type Steered } from "../../app/steer/steer.ts";
import { choice, idempotencyKey, input, json, optional, text } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import { eitherId, executionId, stepPath, stepPayload, steeredRest, whichExecution } from "./execution-input.ts";

// Operations on an open execution. Each is sent as a Temporal Update, so that a refused operation changes nothing. The execution
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

/** Performs the operation, and answers with the rows when they show its effect. */
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

/** Performs the operation for a bulk job, without waiting until the effect is mirrored. */
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
  summary: "Pause an execution until it is resumed",
  description:
    "Pauses an execution: no step or timer begins, and it does not end, until it is resumed. Running steps finish, and time-outs continue.",
  input: input("ExecutionPauseInput", "Which execution to pause.", { id: executionId, idempotencyKey }),
  bulk: bulkRule("pause", "running", () => ({ name: "pause" })),
  result: {
    payload: "ExecutionPausePayload",
    description: "The execution that was paused.",
    fields: { execution: { type: "Execution", description: "The execution after the operation.", from: held } },
  },
  rest: rest("pause"),
  run: (context, input) => act(context, input, { name: "pause" }, isPaused),
});

export const executionResume = defineOperation({
  ...common,
  name: "executionResume",
  summary: "Resume a paused execution",
  description: "Resumes a paused execution.",
  input: input("ExecutionResumeInput", "Which execution to resume.", { id: executionId, idempotencyKey }),
  bulk: bulkRule("resume", "running", () => ({ name: "resume" })),
  result: {
    payload: "ExecutionResumePayload",
    description: "The execution that was resumed.",
    fields: { execution: { type: "Execution", description: "The execution after the operation.", from: held } },
  },
  rest: rest("resume"),
  run: (context, input) => act(context, input, { name: "resume" }, isNotPaused),
});

export const executionSkipWait = defineOperation({
  ...common,
  name: "executionSkipWait",
  summary: "End a wait now",
  description: "Ends a wait before its time, on the port `out`. Approvals cannot be skipped; decide them.",
  input: input("ExecutionSkipWaitInput", "Which wait to end.", {
    id: executionId,
    path: stepPath,
    output: optional(json("The output of the wait. Default `{ skipped: true }`.")),
    idempotencyKey,
  }),
  result: stepPayload("ExecutionSkipWaitPayload", "The execution, and the step that waited."),
  rest: rest("skip-wait"),
  run: (context, input) =>
    act(context, input, { name: "skipWait", path: input.path, ...given("output", input.output as Json) }, stepEnded),
});

export const approvalDecision = choice(
  "ApprovalDecision",
  "The decision of an approval. Its step ends on the port of the same name.",
  { approved: "Yes.", rejected: "No." },
);

export const approvalDecide = defineOperation({
  ...common,
  permission: "decide",
  name: "approvalDecide",
  summary: "Decide an approval, once",
  description: "Decides an approval, which is possible once. The caller has to be one of its approvers or an admin.",
  input: input("ApprovalDecideInput", "A decision on an approval.", {
    ...eitherId,
    path: stepPath,
    decision: approvalDecision.describe("The decision."),
    data: optional(json("The data that the approval's form requires.")),
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
  summary: "Run the failed step of an incident again",
  description:
    "Runs the failed step of an incident (`onError: pause`) again, with new input if it is given, which needs the permission to try nodes.",
  input: input("IncidentRetryInput", "Which incident to retry.", {
    ...eitherId,
    path: stepPath,
    input: optional(json("The whole input of the step for the new attempts. Default: its previous input.")),
    idempotencyKey,
  }),
  bulk: bulkRule("incidentRetry", "incidents", ({ path }) => ({ name: "retry", path: path ?? "" })),
  result: stepPayload("IncidentRetryPayload", "The execution, and the step that runs again."),
  rest: rest("incidents/retry"),
  async run(context, asked) {
    const { path, input } = asked;
    // With an input of one's own the step does whatever its node type can do, such as any HTTP request.
    if (input != null && !may(context.caller, "workflows")) return refuse(forbidden(context.caller, "workflows"));
    if (input != null && (typeof input !== "object" || Array.isArray(input)))
      return refuse(
        invalidInput(
          "/input",
          "The input of a step is an object.",
          "Send the whole input of the step, as `step.input` shows it, with your changes; or leave it out.",
        ),
      );
    const executionId = asked.id ?? asked.executionId ?? "";
    const [step] = await findSteps(context.deps.db, [{ executionId, path }]);
    const operation: Operation = { name: "retry", path, ...given("input", input as JsonObject) };
    return await act(context, asked, operation, stepRunsAgain(step?.attempts ?? 0));
  },
});

export const incidentSkip = defineOperation({
  ...common,
  name: "incidentSkip",
  summary: "End the failed step of an incident with an output",
  description: "Ends the failed step of an incident with this output, as if it had succeeded.",
  input: input("IncidentSkipInput", "Which incident to skip.", {
    ...eitherId,
    path: stepPath,
    output: optional(json("The output of the step. Default null.")),
    port: optional(text("The port on which the step ends. Default `out`.")),
    idempotencyKey,
  }),
  result: stepPayload("IncidentSkipPayload", "The execution, and the step that was skipped."),
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
  summary: "Let the failed step of an incident fail for good",
  description: "Lets the failed step of an incident fail for good. The scope around it fails with it.",
  input: input("IncidentFailInput", "Which incident to let fail.", {
    ...eitherId,
    path: stepPath,
    message: optional(text("The reason, for people.")),
    idempotencyKey,
  }),
  result: stepPayload("IncidentFailPayload", "The execution, and the step that failed."),
  rest: rest("incidents/fail"),
  run: (context, input) =>
    act(context, input, { name: "fail", path: input.path, ...given("message", input.message) }, stepEnded),
});

/** A field of the operation, or nothing if the caller has not given it. */
function given<K extends string, V>(key: K, value: V | null | undefined): { readonly [key in K]?: V } {
  return (value === undefined || value === null ? {} : { [key]: value }) as { readonly [key in K]?: V };
}
