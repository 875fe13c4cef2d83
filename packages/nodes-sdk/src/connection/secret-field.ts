import type { JsonSchema } from "@tempograph/graph";
import type { z } from "zod";

/**
 * Marks a field whose value nobody may read: a field of a connection, or of a node's output.
 *
 *     fields: z.object({ user: z.string(), password: secretField(z.string().min(1)) })
 *
 * The mark stands in the JSON Schema as `"secret": true`, so that it can be read without the pack's code and its copy of zod.
 */
export function secretField<Field extends z.ZodType>(field: Field): Field {
  return field.meta({ ...field.meta(), secret: true });
}

/** The names of the fields of an object's schema that are marked as secret. */
export function secretFieldsOf(schema: JsonSchema): string[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) => (isSecret(field) ? [name] : []));
}

/** Whether something below a schema's own fields is marked as secret, where a connection cannot keep it apart from the rest. */
export function hasNestedSecret(schema: JsonSchema): boolean {
  return Object.values(propertiesOf(schema)).some((field) => !isSecret(field) && marks(field));
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, unknown>> {
  const properties = typeof schema === "object" ? schema["properties"] : undefined;
  return typeof properties === "object" && properties !== null ? (properties as Record<string, unknown>) : {};
}

function isSecret(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && (schema as { secret?: unknown }).secret === true;
}

function marks(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  return isSecret(schema) || Object.values(schema).some(marks);
}
