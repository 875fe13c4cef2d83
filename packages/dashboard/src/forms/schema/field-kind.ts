import { typeOf, typesOf, type FieldKind, type Json, type JsonObject, type JsonType } from "@tempograph/graph";

/** How a field is edited. */
export type EditorKind =
  /** A condition: rules, a formula or JSON. */
  | "condition"
  /** A text that may hold templates. */
  | "template"
  /** A text, a number or yes and no in one line, such as a duration. */
  | "scalar"
  /** Any value: a text with templates, or JSON. */
  | "any"
  /** What the form library makes of the schema. */
  | "schema";

const CONDITIONS: ReadonlySet<FieldKind> = new Set<FieldKind>(["condition", "eventCondition"]);
const UNRENDERED: ReadonlySet<FieldKind> = new Set<FieldKind>(["literal", "cases", "values", "logic", ...CONDITIONS]);
const SCALARS: ReadonlySet<JsonType> = new Set<JsonType>(["string", "number", "boolean", "null"]);

export interface FieldPlace {
  readonly schema: JsonObject;
  readonly value: Json | undefined;
  /** How the machine reads the field of the node's data that it is in; a template if nothing else is said. */
  readonly reading: FieldKind;
  /** Segments below that field. */
  readonly below: readonly (string | number)[];
}

export function mayHoldTemplate({ reading, schema }: FieldPlace): boolean {
  return schema["format"] === "template" || !UNRENDERED.has(reading);
}

export function editorKind(place: FieldPlace): EditorKind {
  const { schema, value, reading, below } = place;
  if (below.length === 0 && CONDITIONS.has(reading)) return "condition";
  if (reading === "cases" && below.length === 2 && below[1] === "condition") return "condition";
  const types = typesOf(schema);
  const isTemplate = mayHoldTemplate(place) && typeof value === "string" && value.includes("{{");
  if (isTemplate) return "template";
  // A value that does not fit is shown as it is, so that nothing of it is lost.
  if (value !== undefined && !types.has(typeOf(value))) return "any";
  if (hasChoices(schema)) return "schema";
  const [only, ...others] = types;
  if (others.length === 0) return only === "string" && mayHoldTemplate(place) ? "template" : "schema";
  const meant = [...types].filter((type) => type !== "null");
  if (meant.every((type) => SCALARS.has(type))) return meant.length === 1 ? "schema" : "scalar";
  return schema["anyOf"] !== undefined || schema["oneOf"] !== undefined ? "schema" : "any";
}

function hasChoices({ enum: values, const: only }: JsonObject): boolean {
  return values !== undefined || only !== undefined;
}

/** Whether a text has several lines, or is too long for one. */
export function hasLines(value: Json | undefined): boolean {
  return typeof value === "string" && (value.includes("\n") || value.length > 80);
}
