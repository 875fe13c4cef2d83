import { z } from "zod";
import type { Access } from "../access/roles.ts";

// What inputs and answers of operations are made of. Each is a zod schema: REST parses inputs with it, OpenAPI shows its
// JSON Schema, and GraphQL's types are read from it. Every text is the description that all three show.

/** What GraphQL needs to know of a schema in addition to zod: the names of types, and which texts are ids. */
export interface GraphqlMeta {
  /** The name of the scalar, enum or input type. */
  readonly type?: string;
  readonly description?: string;
  /** The descriptions of an enum's values. */
  readonly values?: Readonly<Record<string, string>>;
  readonly deprecationReason?: string;
  /** Whether the value is a payload, which only callers with the permission `payloads` may read. */
  readonly payload?: boolean;
  /** The access that GraphQL requires for the fields of an object type. Default `read`. */
  readonly access?: Access;
}

const registry = z.registry<GraphqlMeta>();

/** The metadata of a schema. Zod keeps it through `describe` but not through `nullish` and the like, so the inner schema is read. */
export function graphqlMeta(schema: z.core.$ZodType): GraphqlMeta {
  return registry.get(schema) ?? {};
}

export const text = (description: string) => z.string().describe(description);
export const id = (description: string) => z.string().register(registry, { type: "ID" }).describe(description);
/** Any JSON value. */
export const json = (description: string) => z.unknown().describe(description);
export const flag = (description: string) => z.boolean().describe(description);
export const whole = (description: string) => z.int().describe(description);
export const decimal = (description: string) => z.number().describe(description);
/** A Date, which is RFC 3339 in JSON. */
export const moment = (description: string) =>
  z.date("Send a moment in RFC 3339, such as 2026-11-21T09:30:00Z.").describe(description);
/** A moment that REST gives in milliseconds since 1970, and GraphQL as any other. */
export const milliseconds = (description: string) =>
  z.number().register(registry, { type: "DateTime" }).describe(description);
export const listOf = <T extends z.ZodType>(item: T, description: string) => z.array(item).describe(description);

/** A field that may be left out. Null counts as left out. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish();

/** A field under its former name, which stays for existing callers. */
export function deprecated<T extends z.ZodType>(schema: T, deprecationReason: string) {
  const field = schema.nullish();
  registry.add(field, { deprecationReason });
  return field;
}

/** An enum whose values are given with their descriptions. GraphQL writes the values in capitals: `incidentRetry` is INCIDENT_RETRY. */
export function choice<const K extends string>(type: string, description: string, values: Readonly<Record<K, string>>) {
  return z.enum(Object.keys(values) as K[]).register(registry, { type, description, values });
}

/**
 * An object that has a name of its own in GraphQL and OpenAPI. An unknown field is an error in both, because a misspelled filter would
 * find everything, and misspelled data would start an execution without data.
 */
export function input<T extends z.ZodRawShape>(type: string, description: string, shape: T) {
  return z.strictObject(shape).register(registry, { type, description });
}

/** Marks a field of an answer as a payload: see `payloads.ts`. */
export function payload<T extends z.ZodType>(schema: T): T {
  registry.add(schema, { ...graphqlMeta(schema), payload: true });
  return schema;
}

/** The field that says why the payloads of an answer are hidden. `answer` adds it to every object that has payloads. */
export const PAYLOADS_HIDDEN = "payloadsHidden";
export const payloadsHidden = z
  .string()
  .optional()
  .describe("Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them.");

interface AnswerOptions {
  /** The name of the component in OpenAPI, if it differs from the type's name. */
  readonly component?: string;
  /** Whether REST shows further fields. */
  readonly loose?: boolean;
  /** The access that GraphQL requires for the fields of the type. Default `read`. */
  readonly access?: Access;
}

/** An object of answers: a type of GraphQL, and a component of OpenAPI. */
export function answer<T extends z.ZodRawShape>(
  type: string,
  description: string,
  shape: T,
  { component = type, loose = false, access }: AnswerOptions = {},
): z.ZodObject<T> {
  const hides = Object.values(shape).some((field) => graphqlMeta(field as z.ZodType).payload === true);
  const fields = hides ? { ...shape, [PAYLOADS_HIDDEN]: payloadsHidden } : shape;
  const object = loose ? z.looseObject(fields) : z.object(fields);
  const meta = { type, description, ...(access !== undefined && { access }) };
  return object.meta({ id: component, description }).register(registry, meta) as unknown as z.ZodObject<T>;
}

export const noInput = z.object({});

export const idempotencyKey = optional(
  text("The idempotency key. A request that is sent again with the same key counts once."),
);
