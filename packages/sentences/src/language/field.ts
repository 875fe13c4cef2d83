import {
  DURATION_FORMAT,
  isObject,
  type FieldKind,
  type Json,
  type JsonSchema,
  type PatternPart,
} from "@tempograph/graph";
import type { SlotType } from "../model/sentences.ts";

/** How the value of a field is written and read. */
export interface Field {
  readonly type: SlotType | "name" | "variables";
  readonly schema?: JsonSchema;
  /** Of a choice. */
  readonly options?: readonly Json[];
  /** What the value is for: `toRole`. Completion shows it. */
  readonly name?: string;
}

/** The field of an object with this schema; `kind` is how the construct reads it. */
export function fieldOf(schema: JsonSchema | undefined, name: string, kind?: FieldKind): Field {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  const own = isObject(properties) && Object.hasOwn(properties, name) ? (properties[name] as JsonSchema) : undefined;
  return { ...typed(own, kind), name, ...(own !== undefined && { schema: own }) };
}

function typed(schema: JsonSchema | undefined, kind: FieldKind | undefined): Pick<Field, "type" | "options"> {
  switch (kind) {
    case "duration":
      return { type: "duration" };
    case "condition":
    case "eventCondition":
      return { type: "condition" };
    case "variables":
      return { type: "variables" };
    default:
      return typedBySchema(schema);
  }
}

function typedBySchema(schema: JsonSchema | undefined): Pick<Field, "type" | "options"> {
  if (!isObject(schema)) return { type: "json" };
  const { type, enum: options, format } = schema;
  if (format === DURATION_FORMAT) return { type: "duration" };
  if (Array.isArray(options)) return { type: "choice", options: options as readonly Json[] };
  if (type === "number" || type === "integer") return { type: "number" };
  if (type === "boolean") return { type: "boolean" };
  return { type: type === "string" ? "text" : "json" };
}

/** What a pattern wants of the value beyond its field. */
export function narrowed(field: Field, only: (PatternPart & { kind: "field" })["only"]): Field {
  return only === "name" ? { ...field, type: "name" } : field;
}

/** How a field is written behind "with", where its value has to end before an "and": conditions stand there as JSON. */
export function plainField(field: Field): Field {
  if (field.type === "condition" || field.type === "variables") return { ...field, type: "json" };
  return field.type === "name" ? { ...field, type: "text" } : field;
}
