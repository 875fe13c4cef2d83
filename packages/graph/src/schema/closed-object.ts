import type { JsonObject, JsonSchema } from "../definition/json.ts";

/** Schema of an object with these fields and no others. */
export function closedObject(
  properties: { readonly [key: string]: JsonSchema },
  required: readonly string[] = Object.keys(properties),
): JsonObject {
  return { type: "object", properties, required, additionalProperties: false };
}
