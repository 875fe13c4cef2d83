import type { Failure } from "../../definition/failure.ts";
import type { JsonObject } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import type { ProgramNode } from "../state/program.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";
import { commandStep } from "../step/command-step.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import { compileData, renderData } from "../step/render-data.ts";
import { answerLate } from "../step/answer-step.ts";
import { closeEntry } from "../step/open.ts";
import { CANCELLED_FROM_OUTSIDE } from "../step/step-failure.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { OpenEntry } from "../state/open-entry.ts";

/** The input of the step, if a person may have to retry it (`onError: pause`). Otherwise nothing, so that the state stays small. */
type Memo = JsonObject | undefined;

/** The construct of all node types from node packs: the machine commands one activity for each step (I9). */
export const activity: Construct<CompiledTemplate, Memo> = {
  commandsActivity: true,
  compile: compileData,
  enter(run, scope, node) {
    runActivity(run, scope, node, renderData(run, scope, node), 0);
  },
  render: (run, scope, node, path) => renderData(run, scope, node, { path }),
  onAnswer(run, entry, answer) {
    const scope = scopeOf(run, entry);
    const { node } = entry;
    closeEntry(run, entry);
    if (entry.cancelling) {
      answerLate(run, scope, node, answer);
      return;
    }
    switch (answer.kind) {
      case "stepSucceeded": {
        const port = answer.port ?? "out";
        if (node.definition.ports.includes(port)) endNode(run, scope, node, port, answer.output);
        else failStep(run, entry, unknownPort(node, port));
        return;
      }
      case "stepFailed":
        failStep(run, entry, answer.failure);
        return;
      case "stepCancelled":
        // This execution did not ask for the cancel: the activity gave up by itself, or was cancelled from outside.
        failStep(run, entry, CANCELLED_FROM_OUTSIDE);
        return;
    }
  },
};

/**
 * Commands the activity of a node.
 *
 * @param revision rises when a person retries the step with another input (rule 12)
 * @param by the name of the person who retried the step
 */
export function runActivity(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  input: JsonObject,
  revision: number,
  by?: string,
): void {
  const bytes = jsonSize(input, MAX_VALUE_BYTES);
  if (bytes > MAX_VALUE_BYTES) {
    failNode(run, scope, node, inputTooLarge(node));
    return;
  }
  const memo: Memo = node.definition.onError === "pause" ? input : undefined;
  commandStep(run, scope, node, input, memo, { bytes, revision });
  traceNode(run, scope, node, "scheduled", { input, ...(by !== undefined && { by }) });
}

function inputTooLarge(node: ProgramNode): Failure {
  return {
    code: "INPUT_TOO_LARGE",
    message: `The rendered input of node "${node.id}" is larger than ${MAX_VALUE_BYTES} bytes.`,
    hint: "Pass only the fields that the node needs.",
    retryable: false,
  };
}

function failStep(run: Run, entry: OpenEntry<CompiledTemplate, Memo>, failure: Failure): void {
  const { memo, revision } = entry;
  failNode(run, scopeOf(run, entry), entry.node, failure, {
    ...(memo !== undefined && { incidentInput: memo }),
    ...(revision !== undefined && { revision }),
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
