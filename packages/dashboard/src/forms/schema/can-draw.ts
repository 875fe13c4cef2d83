import { isObject, valueAt, type Json, type JsonSchema } from "@tempograph/graph";

/** Schemas that a form may have when each reference is replaced by what it names. The largest of a construct has far less. */
const MAX_SCHEMAS = 1_000;
/** Levels of fields in fields. */
export const MAX_LEVELS = 24;

/** Keywords whose values hold no fields of the form, or only where they are named. */
const NO_FIELDS: ReadonlySet<string> = new Set(["$defs", "definitions", "const", "enum", "default", "examples"]);
/** Keywords that hold schemas by names that anybody may choose. */
const BY_NAME: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);

/**
 * Whether a form of the schema can be drawn without stopping the page. The form library replaces references before it draws: twenty schemas that each name the next
 * one twice are a million fields. One that refers to itself is followed once; how deep it is drawn is bounded by `MAX_LEVELS`.
 */
export function canDraw(schema: JsonSchema): boolean {
  const open = new Set<string>();
  let left = MAX_SCHEMAS;

  function visit(value: Json | undefined): void {
    if (left < 0 || typeof value !== "object" || value === null) return;
    left -= 1;
    if (!isObject(value)) return value.forEach(visit);
    const { $ref } = value;
    if (typeof $ref === "string" && $ref.startsWith("#") && !open.has($ref)) {
      open.add($ref);
      visit(valueAt(schema as Json, decoded($ref.slice(1))) as Json | undefined);
      open.delete($ref);
    }
    for (const [keyword, inner] of Object.entries(value)) {
      if (BY_NAME.has(keyword) && isObject(inner)) Object.values(inner).forEach(visit);
      else if (!NO_FIELDS.has(keyword)) visit(inner);
    }
  }

  visit(schema as Json);
  return left >= 0;
}

/** Pointers in references are URI fragments. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
