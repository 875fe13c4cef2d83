import { isObject, type Json, type JsonObject, type JsonSchema } from "../definition/json.ts";
import { SchemaFault, SchemaReferences } from "./schema-reference.ts";
import { schemaAt } from "./schema-types.ts";

/** Schemas that may all describe the same value: alternatives, what they combine, and what they refer to. */
export type SchemaSet = ReadonlySet<JsonObject>;

/** Follows a value through a schema from field to field, to find what an author has marked. It decides nothing about the value. */
export interface SchemaSteps {
  readonly root: SchemaSet;
  /** The schemas of a field or of an item. */
  below(schemas: SchemaSet, key: string): SchemaSet;
}

export function schemaSteps(schema: JsonSchema): SchemaSteps {
  const references = new SchemaReferences(schema);
  return {
    root: alternatives([schema], references),
    below: (schemas, key) =>
      alternatives(
        [...schemas].flatMap((each) => childrenOf(each, key)),
        references,
      ),
  };
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
