import { hasElse } from "../../definition/ports-of.ts";
import type { Json, JsonObject, JsonSchema } from "../../definition/json.ts";

/** What a branch or a switch with an else case gives: there is always a case. */
export function caseOutput({ cases }: JsonObject): JsonSchema | undefined {
  if (!Array.isArray(cases) || !hasElse(cases as readonly Json[])) return undefined;
  return { type: "object", properties: { case: { type: "string" } }, required: ["case"] };
}
