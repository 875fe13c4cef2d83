import type { CallRequest, ParentClosePolicy } from "../../contract/coordination.ts";
import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import { answerLate } from "../step/answer-step.ts";
import { endCancelled } from "../scope/closing.ts";
import { commandStep } from "../step/command-step.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { armTimeout, closeEntry, reopenEntry } from "../step/open.ts";
import { compileData, renderData } from "../step/render-data.ts";
import type { Run } from "../state/run.ts";
import { CANCELLED_FROM_OUTSIDE } from "../step/step-failure.ts";
import { traceNode } from "../effects/trace-node.ts";
import { deadline, isFailure } from "../step/wait-time.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { timeoutSchema } from "./timeout-schema.ts";
import type { OpenEntry, StepAnswer } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";

/** The answer to the start of the called workflow, which contains the id of its execution; undefined until it has come. */
type Memo = Json | undefined;
type Entry = OpenEntry<CompiledTemplate, Memo>;

/** Starts an execution of another workflow and waits until it ends. */
export const callWorkflow: Construct<CompiledTemplate, Memo> = {
  manifest: {
    type: "call_workflow",
    title: "Call a workflow",
    description: "Starts an execution of another workflow and waits for its result.",
    runs: "machine",
    input: {
      type: "object",
      required: ["workflow"],
      properties: {
        workflow: { type: "string", minLength: 1, description: "Id or name of the called workflow." },
        version: { type: "integer", minimum: 1, description: "Default: the version published when the call is made." },
        data: { description: "The payload of the called execution. Default {}." },
        wait: { type: "boolean", description: "Wait for the result of the called execution. Default true." },
        parentClosePolicy: {
          enum: ["requestCancel", "terminate", "abandon"],
          description: "What happens to the called execution when this one ends first. Default requestCancel.",
        },
        timeout: timeoutSchema,
      },
    },
    output: {
      type: "object",
      properties: {
        executionId: { type: "string" },
        status: { type: "string" },
        output: {},
        workflowId: { type: "string" },
        version: { type: "integer" },
      },
      required: ["executionId"],
    },
    ports: ["out", "timeout"],
    timeout: { startToClose: "30s" },
    retry: { maximumAttempts: 0, initialInterval: "1s", maximumInterval: "30s" },
    idempotent: true,
    sentence: ["call the workflow {workflow}[ giving {data}][ for at most {timeout}]"],
    pack: CORE_PACK,
    example: { workflow: "Ship an order", data: { orderId: "{{ payload.orderId }}" } },
  },
  fields: { wait: "literal", parentClosePolicy: "literal", timeout: "duration" },
  portWords: { timeout: "if it takes too long" },
  receivesSignals: true,
  commandsActivity: true,
  awaits: { kind: "workflow", nameIn: "workflow" },
  skippable: true,
  /** The called workflow completes with the output in the script, or with a made-up output. */
  simulate({ workflow, version, wait }, { path, output, failure, isReplied, makeUp }) {
    const executionId = `simulated:${path}`;
    const answer = { output: { executionId, workflowId: workflow ?? null, version: version ?? 1 } };
    if (wait === false || isReplied) return { answer };
    if (failure !== undefined) return { answer, reply: failedCall(executionId, failure) };
    return { answer, reply: { executionId, status: "completed", output: output ?? makeUp() } };
  },
  compile: compileData,
  enter(run, scope, node, revision = 0) {
    const input = renderData(run, scope, node);
    const until = deadline(input["timeout"], run.at);
    if (isFailure(until)) {
      failNode(run, scope, node, until, { input });
      return;
    }
    const { workflow, version, data, wait, parentClosePolicy } = input;
    const start: CallRequest = {
      op: "start",
      workflow: textOf(workflow),
      ...(typeof version === "number" && { version }),
      data: data ?? {},
      wait: wait !== false,
      parentClosePolicy: (parentClosePolicy ?? "requestCancel") as ParentClosePolicy,
    };
    const { path } = commandStep(run, scope, node, start, undefined, { revision });
    if (until !== null) armTimeout(run, path, until);
    traceNode(run, scope, node, "scheduled", { input, ...(until !== null && { until }) });
  },
  onAnswer(run, entry, answer) {
    if (entry.purpose === "cancel") endCancelled(run, entry);
    else if (entry.cancelling) answeredLate(run, entry, answer);
    else started(run, entry, answer);
  },
  onEvent(run, entry, event) {
    if (event.kind === "replyReceived" && isClose(event.reply)) closed(run, entry, event.reply);
    else if (event.kind === "timerFired") timedOut(run, entry);
  },
  /** The called execution would continue, so it is cancelled first, unless `parentClosePolicy` says `abandon`. */
  onCancel(run, entry) {
    const executionId = executionOf(entry.memo);
    if (executionId === null || policyOf(entry) === "abandon") return false;
    cancelCalled(run, entry, executionId);
    return true;
  },
};

function failedCall(executionId: string, { code, message, retryable, details }: Failure): JsonObject {
  const failure: JsonObject = {
    code,
    message,
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
  };
  return { executionId, status: "failed", failure };
}

function started(run: Run, entry: Entry, answer: StepAnswer): void {
  const scope = scopeOf(run, entry);
  if (answer.kind !== "stepSucceeded") {
    closeEntry(run, entry);
    const failure = answer.kind === "stepFailed" ? answer.failure : CANCELLED_FROM_OUTSIDE;
    failNode(run, scope, entry.node, failure, { revision: entry.revision ?? 0 });
  } else if (entry.node.definition.data["wait"] === false) {
    closeEntry(run, entry);
    endNode(run, scope, entry.node, "out", answer.output);
  } else if (isClose(entry.reply)) {
    closed(run, entry, entry.reply);
  } else {
    reopenEntry(run, entry, "reply", { memo: answer.output });
    traceNode(run, scope, entry.node, "waiting", { output: answer.output });
  }
}

function isClose(reply: Json | undefined): reply is JsonObject {
  return typeof reply === "object" && reply !== null && typeof (reply as JsonObject)["status"] === "string";
}

function closed(run: Run, entry: Entry, reply: JsonObject): void {
  const { executionId = null, status = null, output = null, failure } = reply;
  const scope = scopeOf(run, entry);
  closeEntry(run, entry);
  if (status === "completed" || status === "completedWithErrors") {
    endNode(run, scope, entry.node, "out", { executionId, status, output });
    return;
  }
  const because: Failure = {
    code: "CALLED_WORKFLOW_FAILED",
    message: `The called execution ${textOf(executionId)} ended ${textOf(status)}${reasonOf(failure)}`,
    hint: "Look at that execution. An error edge or onError decides what its failure means for this one.",
    retryable: false,
    details: { executionId, status, failure: failure ?? null },
  };
  failNode(run, scope, entry.node, because, { revision: entry.revision ?? 0, isAnswered: true });
}

function timedOut(run: Run, entry: Entry): void {
  const scope = scopeOf(run, entry);
  const executionId = executionOf(entry.memo);
  closeEntry(run, entry);
  endNode(run, scope, entry.node, "timeout", { executionId });
}

/** The step was asked to stop while it was starting the called execution, and the answer to the start has come now. */
function answeredLate(run: Run, entry: Entry, answer: StepAnswer): void {
  const executionId = answer.kind === "stepSucceeded" ? executionOf(answer.output) : null;
  if (executionId !== null && policyOf(entry) !== "abandon") {
    cancelCalled(run, entry, executionId);
    return;
  }
  closeEntry(run, entry);
  answerLate(run, scopeOf(run, entry), entry.node, answer);
}

/** Cancels or terminates the called execution, as `parentClosePolicy` says. The node ends when this has been done. */
function cancelCalled(run: Run, entry: Entry, executionId: string): void {
  closeEntry(run, entry);
  const input: CallRequest = { op: "cancel", executionId, policy: policyOf(entry) };
  const path = `${entry.path}!cancel`;
  commandStep(run, scopeOf(run, entry), entry.node, input, undefined, { path, purpose: "cancel" }).cancelling = true;
}

function policyOf(entry: Entry): ParentClosePolicy {
  return String(entry.node.definition.data["parentClosePolicy"] ?? "requestCancel") as ParentClosePolicy;
}

function executionOf(output: Json | undefined): string | null {
  if (typeof output !== "object" || output === null || Array.isArray(output)) return null;
  const { executionId } = output as JsonObject;
  return typeof executionId === "string" ? executionId : null;
}

/** The end of the sentence. Most messages are sentences themselves and bring their full stop. */
function reasonOf(failure: Json | undefined): string {
  const message = (failure as Partial<Failure> | null | undefined)?.message;
  if (typeof message !== "string") return ".";
  return `: ${message}${message.endsWith(".") ? "" : "."}`;
}
