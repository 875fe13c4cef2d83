import type { DefinitionNode } from "../../definition/definition.ts";
import type { JsonObject } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import type { CompiledNode } from "../state/construct.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { scopeView } from "../scope/scope-view.ts";

/** Compiles the data of a node as one template, for constructs whose whole data may contain expressions. */
export function compileData(node: DefinitionNode, interpreterVersion: number): CompiledNode<CompiledTemplate> {
  const urls = new Set(node.urls?.map((place) => `/data${place}`));
  const template = compileTemplate(node.data, { at: "/data", interpreterVersion, urls });
  return { compiled: template, references: template.references };
}

/** Renders the data of a node in its scope. Throws ExpressionError. */
export function renderData(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode<CompiledTemplate>,
  place?: { readonly path: string },
): JsonObject {
  // The data of a node is an object, and rendering an object gives an object.
  return node.compiled.render(scopeView(run, scope, node, place), createBudget()) as JsonObject;
}
