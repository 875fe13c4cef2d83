import {
  compileTemplate,
  createBudget,
  ExpressionError,
  urlFields,
  type Failure,
  type JsonObject,
  type JsonSchema,
} from "@tempograph/graph";
import { expressionScope, type NodeScope } from "./node-scope.ts";

/** A node's data after its templates were rendered, or why they cannot be. `nodeId` is the place of the failure. */
export function renderInput(
  data: JsonObject,
  schema: JsonSchema,
  scope: NodeScope,
  { id, nodeId }: { readonly id: string; readonly nodeId: string },
): { readonly input: JsonObject } | { readonly failure: Failure } {
  try {
    const template = compileTemplate(data, { urls: new Set(urlFields(data, schema)) });
    return { input: template.render(expressionScope(scope, id), createBudget()) as JsonObject };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, hint } = error;
    return { failure: { code, message, path: nodeId, ...(hint !== undefined && { hint }), retryable: false } };
  }
}
