import { didYouMean } from "@tempograph/graph";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import {
  bodyFields,
  checkNames,
  headerText,
  inSnakeCase,
  parameter,
  type Fields,
  type Query,
} from "../http/read-body.ts";
import { BadRequest } from "../http/read-json-text.ts";

// Reads the input of an operation from a request: from path, query or body, and from the header Idempotency-Key.

/** The schemas of the input's fields as query parameters, by name. The fields of a filter are parameters like the others. */
export function queryFields(input: z.ZodObject, path: string): Map<string, z.ZodType> {
  const fields = new Map<string, z.ZodType>();
  for (const [name, schema] of Object.entries(input.shape) as [string, z.ZodType][]) {
    if (pathParameters(path).includes(name)) continue;
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodObject)
      for (const [field, its] of Object.entries(inner.shape)) fields.set(field, its as z.ZodType);
    else fields.set(name, schema);
  }
  return fields;
}

/** The names of a path's parameters: `/workflows/:id/versions/:version` has `id` and `version`. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
}

/** Reads the input of a request whose parameters are in path and query. */
export function readQuery<Input extends z.ZodObject>(
  request: FastifyRequest,
  input: Input,
  path: string,
): z.output<Input> {
  const query = request.query as Query;
  const flat = queryFields(input, path);
  const value = (name: string) => {
    const text = parameter(query, name);
    return text === undefined ? undefined : fromText(text, flat.get(name)!);
  };
  const raw: Record<string, unknown> = { ...(request.params as object) };
  for (const [name, schema] of Object.entries(input.shape) as [string, z.ZodType][]) {
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodObject)
      raw[name] = Object.fromEntries(Object.keys(inner.shape).map((field) => [field, value(field)]));
    else if (flat.has(name)) raw[name] = value(name);
  }
  // A query has the fields of a filter without the filter's name, so the places of errors are these fields.
  return parse(input, raw, (at) => at.filter((name) => flat.has(String(name))).slice(-1));
}

/** Reads the input of a request with a body. Parameters of the path take precedence over the body's fields. */
export function readBody<Input extends z.ZodObject>(request: FastifyRequest, input: Input): z.output<Input> {
  const sent = bodyFields(request.body);
  checkNames(sent, Object.keys(input.shape), "field");
  const body = fromJson(sent, input) as Record<string, unknown>;
  const key = headerText(request.headers, "idempotency-key");
  if ("idempotencyKey" in input.shape) body["idempotencyKey"] ??= key;
  return parse(input, { ...body, ...(request.params as object) }, (at) => at);
}

function parse<Input extends z.ZodObject>(
  input: Input,
  raw: unknown,
  place: (path: readonly PropertyKey[]) => readonly PropertyKey[],
): z.output<Input> {
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw parsed.error;
  const at = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  const path = place(at).map(String).join("/");
  throw new BadRequest({
    status: 400,
    code: "INVALID_INPUT",
    detail: `\`${path}\`: ${messageOf(issue)}`,
    path: `/${path}`,
    hint: hintOf(issue, input),
  });
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "There is no such field.";
  const received = /received (\w+)$/.exec(issue.message)?.[1];
  if (received === "undefined") return "It is missing.";
  if (issue.code !== "invalid_type" || received === undefined) return issue.message;
  return `It has to be ${TYPES[issue.expected] ?? issue.expected}, but is ${TYPES[received] ?? received}.`;
}

/** What people call the types of JSON. */
const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function hintOf(issue: z.core.$ZodIssue, input: z.ZodType): string {
  if (issue.code === "invalid_value") return `Use ${issue.values.map(String).join(", ")}.`;
  if (issue.code !== "unrecognized_keys") return "See /docs for the fields of this request.";
  const known = fieldsAt(input, issue.path);
  return `${didYouMean(issue.keys[0]!, known)}Use ${known.join(", ")}.`;
}

/** The names of the fields that an object inside of the input may have. */
function fieldsAt(input: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at = unwrapped(input);
  for (const name of path) {
    if (at instanceof z.ZodArray) at = unwrapped(at.element as z.ZodType);
    else if (at instanceof z.ZodObject) at = unwrapped(at.shape[String(name)] as z.ZodType);
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** Converts a parameter's text to the type of its schema. A text that cannot be converted stays, and the schema refuses it. */
function fromText(text: string, schema: z.ZodType): unknown {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (inner instanceof z.ZodBoolean) return text === "true" ? true : text === "false" ? false : text;
  if (inner instanceof z.ZodArray)
    return text.split(",").map((one) => fromText(one.trim(), inner.element as z.ZodType));
  return fromJson(text, inner);
}

/** Converts JSON to the form of a schema: names in snake_case to camelCase, values of enums to their spelling, times to a Date. */
function fromJson(value: unknown, schema: z.ZodType): unknown {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodDate && typeof value === "string") {
    const time = new Date(value);
    return Number.isNaN(time.getTime()) ? value : time;
  }
  if (inner instanceof z.ZodEnum && typeof value === "string")
    return inner.options.find((one) => plain(String(one)) === plain(value)) ?? value;
  if (inner instanceof z.ZodArray) {
    const items = typeof value === "string" ? value.split(",") : value;
    return Array.isArray(items) ? items.map((item) => fromJson(item, inner.element as z.ZodType)) : value;
  }
  if (inner instanceof z.ZodObject && typeof value === "object" && value !== null && !Array.isArray(value)) {
    const fields = value as Fields;
    const twins = namesInSnakeCase(inner);
    const unknown = firstUnknown(fields, inner, twins);
    if (unknown !== undefined) return { [unknown]: fields[unknown] };
    return Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const twin = twins.get(name) ?? name;
        const its = inner.shape[twin] as z.ZodType | undefined;
        return [twin, its === undefined ? field : fromJson(field, its)];
      }),
    );
  }
  return value;
}

/**
 * The first field that a schema does not have, if it allows no others. The schema refuses the object for this field alone: with all
 * of them, zod would hold up everybody for as long as it takes to name 90,000 (I14).
 */
function firstUnknown(fields: Fields, schema: z.ZodObject, twins: ReadonlyMap<string, string>): string | undefined {
  if (!(schema.def.catchall instanceof z.ZodNever)) return undefined;
  return Object.keys(fields).find((name) => !Object.hasOwn(schema.shape, twins.get(name) ?? name));
}

const namesOf = new WeakMap<z.ZodObject, ReadonlyMap<string, string>>();

/** The names of a schema's fields by their spelling in snake_case. */
function namesInSnakeCase(schema: z.ZodObject): ReadonlyMap<string, string> {
  let names = namesOf.get(schema);
  if (names === undefined)
    namesOf.set(schema, (names = new Map(Object.keys(schema.shape).map((name) => [inSnakeCase(name), name]))));
  return names;
}

function plain(word: string): string {
  return word.trim().replaceAll("_", "").toLowerCase();
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap() as z.ZodType;
  return inner;
}
