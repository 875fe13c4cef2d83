import { hasElse } from "../../definition/ports-of.ts";
import type { Json, JsonObject, JsonSchema } from "../../definition/json.ts";

/** The output schema of a branch or a switch with an else case: `case` is never null. Undefined without an else case. */
export function caseOutput({ cases }: JsonObject): JsonSchema | undefined {
  if (!Array.isArray(cases) || !hasElse(cases as readonly Json[])) return undefined;
  return { type: "object", properties: { case: { type: "string" } }, required: ["case"] };
}
