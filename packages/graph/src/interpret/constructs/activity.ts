import type { Failure } from "../../definition/failure.ts";
import type { JsonObject } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import type { ProgramNode } from "../../compile/program.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../construct.ts";
import { endNode, failNode } from "../ending.ts";
import { idempotencyKey } from "../idempotency-key.ts";
import { openEntry } from "../open.ts";
import type { OpenEntry, Run, StepAnswer } from "../run.ts";
import { NodeStatus, type ScopeInstance } from "../scope-instance.ts";
import { scopeView } from "../scope-view.ts";
import { summaryOf } from "../step-path.ts";
import { traceNode } from "../trace-node.ts";

/** Every node type of a node pack: a side effect, carried out by an activity (I9: one each). */
export const activity: Construct = {
  compile(node) {
    const template = compileTemplate(node.data, { at: "/data" });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const input = (node.compiled as CompiledTemplate).render(scopeView(run, scope), createBudget()) as JsonObject;
    const bytes = jsonSize(input, MAX_VALUE_BYTES);
    if (bytes > MAX_VALUE_BYTES) {
      failNode(run, scope, node, inputTooLarge(node));
      return;
    }
    const { type, lane, retry, timeout, label } = node.definition;
    const { path } = openEntry(run, scope, node, "step", {});
    run.commands.push({
      kind: "runStep",
      path,
      nodeId: node.id,
      type,
      input,
      lane,
      retry,
      timeout,
      idempotencyKey: idempotencyKey(run.executionId, path, 0),
      summary: summaryOf(path, label),
    });
    run.commandBytes += bytes;
    if (lane === "burst") {
      run.burstsAwaited += 1;
      if (run.program.receivesSignals) run.unsettledBurst = true;
    }
    traceNode(run, scope, node, "scheduled", { input });
  },
};

/** A step answered. After it was asked to stop, a success is late: its port is dead (rule 7). */
export function answerStep(run: Run, entry: OpenEntry, answer: StepAnswer): void {
  const scope = run.scopes.get(entry.scope)!;
  const { node } = entry;
  run.open.delete(entry.path);
  if (entry.cancelling) {
    answerLate(run, scope, node, answer);
    return;
  }
  switch (answer.kind) {
    case "stepSucceeded": {
      const port = answer.port ?? "out";
      if (node.definition.ports.includes(port)) endNode(run, scope, node, port, answer.output);
      else failNode(run, scope, node, unknownPort(node, port));
      return;
    }
    case "stepFailed":
      failNode(run, scope, node, answer.failure);
      return;
    case "stepCancelled":
      // Nobody here asked: the activity gave up by itself or was cancelled from outside.
      failNode(run, scope, node, CANCELLED_FROM_OUTSIDE);
      return;
  }
}

function answerLate(run: Run, scope: ScopeInstance, node: ProgramNode, answer: StepAnswer): void {
  scope.status[node.index] = NodeStatus.ended;
  scope.active -= 1;
  if (answer.kind === "stepSucceeded") traceNode(run, scope, node, "completedLate", { output: answer.output });
  else if (answer.kind === "stepFailed") traceNode(run, scope, node, "cancelled", { failure: answer.failure });
  else traceNode(run, scope, node, "cancelled");
}

function inputTooLarge(node: ProgramNode): Failure {
  return {
    code: "INPUT_TOO_LARGE",
    message: `The rendered input of node "${node.id}" is larger than ${MAX_VALUE_BYTES} bytes.`,
    cure: "Pass only the fields that the node needs.",
    retryable: false,
  };
}

function unknownPort(node: ProgramNode, port: string): Failure {
  return {
    code: "PORT_UNKNOWN",
    message: `Node "${node.id}" ended on port "${port}", which its type does not have (${node.definition.ports.join(", ")}).`,
    cure: "Name the port in the node type's `ports`.",
    retryable: false,
  };
}

const CANCELLED_FROM_OUTSIDE: Failure = {
  code: "STEP_CANCELLED",
  message: "The step was cancelled, but not by this execution.",
  cure: "See the worker's log around that time.",
  retryable: false,
};
