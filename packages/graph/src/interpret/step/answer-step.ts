import type { Failure } from "../../definition/failure.ts";
import type { ProgramNode } from "../../compile/program.ts";
import { endNode, failNode } from "./ending.ts";
import { closeEntry } from "./open.ts";
import type { OpenEntry, Run, StepAnswer } from "../run.ts";
import { leave, noteOther, NodeStatus, scopeOf, type ScopeInstance } from "../scope/scope-instance.ts";
import { CANCELLED_FROM_OUTSIDE } from "./step-failure.ts";
import { traceNode } from "./trace-node.ts";
import { answerCompensation, registerCompensation } from "../scope/compensate.ts";

/** A step answered. After it was asked to stop, a success is late: its port is dead (rule 7). */
export function answerStep(run: Run, entry: OpenEntry, answer: StepAnswer): void {
  const scope = scopeOf(run, entry);
  const { node } = entry;
  if (entry.purpose === "undo") {
    answerCompensation(run, scope, entry, answer);
    return;
  }
  if (node.construct.onAnswer !== undefined) {
    node.construct.onAnswer(run, entry, answer);
    return;
  }
  closeEntry(run, entry);
  if (entry.cancelling) {
    answerLate(run, scope, node, answer);
    return;
  }
  switch (answer.kind) {
    case "stepSucceeded": {
      const port = answer.port ?? "out";
      if (node.definition.ports.includes(port)) endNode(run, scope, node, port, answer.output);
      else failStep(run, scope, entry, unknownPort(node, port));
      return;
    }
    case "stepFailed":
      failStep(run, scope, entry, answer.failure);
      return;
    case "stepCancelled":
      // Nobody here asked: the activity gave up by itself or was cancelled from outside.
      failStep(run, scope, entry, CANCELLED_FROM_OUTSIDE);
      return;
  }
}

/** The node of a step that was asked to stop ends with what the step says now. */
export function answerLate(run: Run, scope: ScopeInstance, node: ProgramNode, answer: StepAnswer): void {
  scope.status[node.index] = NodeStatus.ended;
  if (answer.kind === "stepSucceeded") {
    traceNode(run, scope, node, "completedLate", { output: answer.output });
    if (node.undo !== null) registerCompensation(run, scope, node, answer.output);
  } else if (answer.kind === "stepFailed") {
    traceNode(run, scope, node, "cancelled", { failure: answer.failure });
    noteOther(scope, answer.failure);
  } else {
    traceNode(run, scope, node, "cancelled");
  }
  leave(run, scope);
}

function failStep(run: Run, scope: ScopeInstance, entry: OpenEntry, failure: Failure): void {
  const input = entry.memo;
  failNode(run, scope, entry.node, failure, {
    ...(input !== undefined && { incidentInput: input }),
    ...(entry.revision !== undefined && { revision: entry.revision }),
  });
}

function unknownPort(node: ProgramNode, port: string): Failure {
  return {
    code: "PORT_UNKNOWN",
    message: `Node "${node.id}" ended on port "${port}", which its type does not have (${node.definition.ports.join(", ")}).`,
    hint: "Name the port in the node type's `ports`.",
    retryable: false,
  };
}
