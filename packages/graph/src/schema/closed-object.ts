import type { JsonObject, JsonSchema } from "../definition/json.ts";

/** The schema of an object that has these fields and no others. */
export function closedObject(
  properties: { readonly [key: string]: JsonSchema },
  required: readonly string[] = Object.keys(properties),
): JsonObject {
  return { type: "object", properties, required, additionalProperties: false };
}
