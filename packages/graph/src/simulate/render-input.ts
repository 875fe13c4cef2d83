import type { Failure } from "../definition/failure.ts";
import type { JsonObject, JsonSchema } from "../definition/json.ts";
import { createBudget } from "../expression/budget.ts";
import { compileTemplate } from "../expression/compile-template.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { urlFields } from "../schema/url-fields.ts";
import { expressionScope, type NodeScope } from "./node-scope.ts";

/** A node's data after its templates were rendered, or why they cannot be. `nodeId` is the place of the failure. */
export function renderInput(
  data: JsonObject,
  schema: JsonSchema,
  scope: NodeScope,
  { id, nodeId, now }: { readonly id: string; readonly nodeId: string; readonly now: number },
): { readonly input: JsonObject } | { readonly failure: Failure } {
  try {
    const template = compileTemplate(data, { urls: new Set(urlFields(data, schema)) });
    return { input: template.render(expressionScope(scope, id, now), createBudget()) as JsonObject };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, hint } = error;
    return { failure: { code, message, path: nodeId, ...(hint !== undefined && { hint }), retryable: false } };
  }
}
