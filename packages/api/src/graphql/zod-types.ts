import { z } from "zod";
import { may } from "../access/roles.ts";
import { PAYLOADS_HIDDEN, graphqlMeta } from "../operations/fields.ts";
import { hiddenValue, isPayload, whyHidden } from "../operations/payloads.ts";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";

// GraphQL's input types, object types and enums, made from the zod schemas of the operations.

/** A field of an input type or an argument, as Pothos takes it. */
export interface InputField {
  readonly type: never;
  readonly required: boolean;
  readonly description: string;
  readonly deprecationReason?: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- Pothos types fields by what is known when it compiles
type Fields = any;

const made = new Map<string, unknown>();

/** The fields of a schema. */
export function inputFields(schema: z.ZodObject): Record<string, InputField> {
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => {
      const { isAny: _, ...read } = readField(field as z.ZodType, inputType);
      return [name, read];
    }),
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

/** The fields of an object type, with values made by `from`. GraphQL finds the types of objects by their names. */
export function answerFields(
  t: Fields,
  schema: z.ZodObject,
  from: (value: never, context: GraphqlContext) => object = (value) => value,
) {
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  const hides = Object.values(shape).some(isPayload);
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => {
      const { required, isAny, ...read } = readField(field, (object) => graphqlMeta(object).type ?? "JSON");
      const show = (value: never, _args: unknown, context: GraphqlContext): unknown =>
        (from(value, context) as Readonly<Record<string, unknown>>)[name] ?? null;
      const resolve: typeof show = isPayload(field)
        ? (value, args, context) => (may(context.caller, "payloads") ? show(value, args, context) : hiddenValue(field))
        : hides && name === PAYLOADS_HIDDEN
          ? (_value, _args, { caller }) => whyHidden(caller)
          : show;
      return [name, t.field({ ...read, nullable: !required || isAny, resolve })];
    }),
  );
}

/** The object type of a schema that `answer` made, without the fields that only REST has. */
export function answerType<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  restOnly: { readonly [Name in keyof Shape]?: true } = {},
) {
  const { type = "", description = "", access } = graphqlMeta(schema);
  const shown = schema.omit(restOnly as never);
  return builder
    .objectRef<object>(type)
    .implement({ description, extensions: { access }, fields: (t) => answerFields(t, shown) });
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

/** Turns `completedWithErrors` into COMPLETED_WITH_ERRORS. */
export function inCapitals(value: string): string {
  return value.replace(/[A-Z]/g, "_$&").toUpperCase();
}

/** The GraphQL type of a schema: a name, an enum, or a list. `objectType` gives the type of an object. */
function typeOf(schema: z.ZodType, objectType: (schema: z.ZodObject) => unknown): unknown {
  const { type } = graphqlMeta(schema);
  if (schema instanceof z.ZodEnum) return type === undefined ? "String" : enumType(schema);
  if (schema instanceof z.ZodArray) return [typeOf(schema.element as z.ZodType, objectType)];
  if (schema instanceof z.ZodObject) return objectType(schema);
  if (type !== undefined) return type;
  if (schema instanceof z.ZodDate || schema instanceof z.ZodISODateTime) return "DateTime";
  if (schema instanceof z.ZodString) return "String";
  if (schema instanceof z.ZodNumber) return schema.format === null ? "Float" : "Int";
  if (schema instanceof z.ZodBoolean) return "Boolean";
  if (schema instanceof z.ZodUnknown || schema instanceof z.ZodUnion) return "JSON";
  throw new TypeError(`GraphQL has no type for zod's ${schema.def.type}.`);
}

function readField(schema: z.ZodType, objectType: (schema: z.ZodObject) => unknown) {
  let inner = schema;
  let { description } = schema;
  const { deprecationReason } = graphqlMeta(schema);
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) {
    inner = inner.unwrap() as z.ZodType;
    description ??= inner.description;
  }
  return {
    type: typeOf(inner, objectType) as never,
    required: inner === schema,
    isAny: inner instanceof z.ZodUnknown,
    description: description ?? graphqlMeta(inner).description ?? "",
    ...(deprecationReason !== undefined && { deprecationReason }),
  };
}

function once<T>(name: string, make: () => T): T {
  if (name === "") throw new TypeError("An input type needs a name: use `input`, `filter` or `choice`.");
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
