import { segmentsOf } from "../definition/json-pointer.ts";
import type { JsonObject, JsonSchema } from "../definition/json.ts";
import { walkJson } from "../definition/walk-json.ts";
import { schemaSteps } from "./schema-steps.ts";

/**
 * JSON Pointers of the texts with templates that stand in fields which a node type marks as URLs (`"format": "uri"` in its
 * input schema). In such a text the values of templates are encoded for their place. Where a schema has alternatives, one that
 * says "URL" is enough, because a value that is encoded too often does less harm than one that chooses the host.
 */
export function urlFields(data: JsonObject, input: JsonSchema): readonly string[] {
  const steps = schemaSteps(input);
  const found: string[] = [];
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) {
      const path = place.path();
      const schemas = segmentsOf(path).reduce((above, key) => steps.below(above, key), steps.root);
      if ([...schemas].some(({ format }) => format === "uri")) found.push(path);
    }
    return "into";
  });
  return found;
}
