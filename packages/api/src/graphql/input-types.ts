import { z } from "zod";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";

// GraphQL's input types and enums, made from the zod schemas of the operations.

/** A field of an input type or an argument, as Pothos takes it. */
export interface InputField {
  readonly type: never;
  readonly required: boolean;
  readonly description: string;
  readonly deprecationReason?: string;
}

const made = new Map<string, unknown>();

/** Every field of a schema. */
export function inputFields(schema: z.ZodObject): Record<string, InputField> {
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => [name, inputField(field as z.ZodType)]),
  );
}

/** The input type of a schema that `input` or `filter` made. */
export function inputType(schema: z.ZodObject) {
  const { type: name = "", description = "" } = graphqlMeta(schema);
  return once(name, () =>
    builder.inputType(name, {
      description,
      fields: (t) =>
        Object.fromEntries(Object.entries(inputFields(schema)).map(([key, field]) => [key, t.field(field)])) as never,
    }),
  );
}

/** The enum of a schema that `choice` made: for inputs, and for the fields of object types. */
export function enumType<T extends z.core.util.EnumLike>(schema: z.ZodEnum<T>) {
  const { type: name = "", description = "", values = {} } = graphqlMeta(schema);
  return once(name, () =>
    builder.enumType(name, {
      description,
      values: Object.fromEntries(
        (Object.values(schema.enum) as (T[keyof T] & string)[]).map((value) => [
          inCapitals(value),
          { value, description: (values as Readonly<Record<string, string>>)[value] ?? "" },
        ]),
      ),
    }),
  );
}

/** `completedWithErrors` is COMPLETED_WITH_ERRORS. */
export function inCapitals(value: string): string {
  return value.replace(/[A-Z]/g, "_$&").toUpperCase();
}

function inputField(schema: z.ZodType): InputField {
  let inner = schema;
  let required = true;
  let { description } = schema;
  const { deprecationReason } = graphqlMeta(schema);
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) {
    required = false;
    inner = inner.unwrap() as z.ZodType;
    description ??= inner.description;
  }
  return {
    type: typeOf(inner) as never,
    required,
    description: description ?? graphqlMeta(inner).description ?? "",
    ...(deprecationReason !== undefined && { deprecationReason }),
  };
}

function typeOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodString) return graphqlMeta(schema).type ?? "String";
  if (schema instanceof z.ZodNumber) return schema.format === null ? "Float" : "Int";
  if (schema instanceof z.ZodBoolean) return "Boolean";
  if (schema instanceof z.ZodDate) return "DateTime";
  if (schema instanceof z.ZodUnknown) return "JSON";
  if (schema instanceof z.ZodEnum) return enumType(schema);
  if (schema instanceof z.ZodArray) return [typeOf(schema.element as z.ZodType)];
  if (schema instanceof z.ZodObject) return inputType(schema);
  throw new TypeError(`GraphQL has no input type for zod's ${schema.def.type}.`);
}

function once<T>(name: string, make: () => T): T {
  if (name === "") throw new TypeError("An input type needs a name: use `input`, `filter` or `choice`.");
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
