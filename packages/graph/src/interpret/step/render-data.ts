import type { DefinitionNode } from "../../definition/definition.ts";
import type { JsonObject } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import type { CompiledNode } from "../state/construct.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { scopeView } from "../scope/scope-view.ts";

/** For constructs whose whole data is a template. */
export function compileData(node: DefinitionNode, interpreterVersion: number): CompiledNode<CompiledTemplate> {
  const template = compileTemplate(node.data, { at: "/data", interpreterVersion });
  return { compiled: template, references: template.references };
}

/** The node's data, rendered in its scope. Throws ExpressionError. */
export function renderData(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode<CompiledTemplate>,
  place?: { readonly path: string },
): JsonObject {
  // Templates of an object give an object.
  return node.compiled.render(scopeView(run, scope, node, place), createBudget()) as JsonObject;
}
