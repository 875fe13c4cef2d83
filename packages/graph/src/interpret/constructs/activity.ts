import type { Failure } from "../../definition/failure.ts";
import type { JsonObject } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import type { ProgramNode } from "../../compile/program.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { commandStep } from "../step/command-step.ts";
import type { Construct } from "../construct.ts";
import { failNode } from "../step/ending.ts";
import type { Run } from "../run.ts";
import type { ScopeInstance } from "../scope/scope-instance.ts";
import { scopeView } from "../scope/scope-view.ts";
import { traceNode } from "../step/trace-node.ts";

/** Every node type of a node pack: a side effect, carried out by an activity (I9: one each). */
export const activity: Construct = {
  compile(node, interpreterVersion) {
    const template = compileTemplate(node.data, { at: "/data", interpreterVersion });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const view = scopeView(run, scope, node);
    runActivity(run, scope, node, (node.compiled as CompiledTemplate).render(view, createBudget()) as JsonObject, 0);
  },
};

/** @param revision rises when an operator changed the input (rule 12) */
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
  // Only an incident asks for the input again; without one it need not stand in the state.
  const memo = node.definition.onError === "pause" ? input : undefined;
  commandStep(run, scope, node, input, { bytes, revision, memo });
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
