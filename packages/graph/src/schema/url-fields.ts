import { segmentsOf } from "../definition/json-pointer.ts";
import type { JsonObject, JsonSchema } from "../definition/json.ts";
import { walkJson } from "../definition/walk-json.ts";
import { schemaAt } from "./schema-types.ts";

/**
 * JSON Pointers of the texts with templates that stand in fields which a node type marks as URLs (`"format": "uri"` in its
 * input schema). In such a text the values of templates are encoded for their place.
 */
export function urlFields(data: JsonObject, input: JsonSchema): readonly string[] {
  const found: string[] = [];
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) {
      const path = place.path();
      if (isUrl(schemaAt(input, segmentsOf(path)))) found.push(path);
    }
    return "into";
  });
  return found;
}

function isUrl(schema: JsonSchema | undefined): boolean {
  if (typeof schema !== "object") return false;
  const { format, anyOf, oneOf, allOf } = schema;
  if (format === "uri") return true;
  return [anyOf, oneOf, allOf].some((list) => Array.isArray(list) && (list as readonly JsonSchema[]).some(isUrl));
}
