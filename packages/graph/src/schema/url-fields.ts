import { segmentsOf } from "../definition/json-pointer.ts";
import { isObject, type Json, type JsonObject, type JsonSchema } from "../definition/json.ts";
import { walkJson } from "../definition/walk-json.ts";
import { SchemaFault, SchemaReferences } from "./schema-reference.ts";
import { schemaAt } from "./schema-types.ts";

/**
 * JSON Pointers of the texts with templates that stand in fields which a node type marks as URLs (`"format": "uri"` in its
 * input schema). In such a text the values of templates are encoded for their place. Where a schema has alternatives, one that
 * says "URL" is enough, because a value that is encoded too often does less harm than one that chooses the host.
 */
export function urlFields(data: JsonObject, input: JsonSchema): readonly string[] {
  const references = new SchemaReferences(input);
  const found: string[] = [];
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) {
      const path = place.path();
      let schemas = alternatives([input], references);
      for (const key of segmentsOf(path))
        schemas = alternatives(
          [...schemas].flatMap((schema) => childrenOf(schema, key)),
          references,
        );
      if ([...schemas].some(({ format }) => format === "uri")) found.push(path);
    }
    return "into";
  });
  return found;
}

/** The schemas, and those that they combine or refer to. Each is visited once, so the work is bounded by the schema's size. */
function alternatives(schemas: readonly (Json | undefined)[], references: SchemaReferences): ReadonlySet<JsonObject> {
  const all = new Set(schemas.filter((one) => isObject(one)));
  for (const { anyOf, oneOf, allOf, $ref } of all) {
    for (const next of [anyOf, oneOf, allOf, resolved($ref, references)].flat() as readonly (Json | undefined)[])
      if (isObject(next)) all.add(next);
  }
  return all;
}

/** Undefined for a reference to nothing: the check of the data against the schema reports it. */
function resolved($ref: Json | undefined, references: SchemaReferences): JsonSchema | undefined {
  if ($ref === undefined) return undefined;
  try {
    return references.resolve($ref);
  } catch (error) {
    if (error instanceof SchemaFault) return undefined;
    throw error;
  }
}

function childrenOf(schema: JsonObject, key: string): readonly (Json | undefined)[] {
  const { patternProperties, prefixItems } = schema;
  return [
    schemaAt(schema, [key]),
    ...(isObject(patternProperties) ? Object.values(patternProperties) : []),
    ...(Array.isArray(prefixItems) ? (prefixItems as readonly Json[]) : []),
  ];
}
