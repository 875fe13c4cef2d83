import { z } from "zod";
import { LARGEST_PAGE } from "../app/page.ts";
import { errorCodes, type ErrorCode } from "../app/app-error.ts";
import { graphqlMeta } from "../operations/fields.ts";
import type { AnyList, AnyOperation } from "../operations/operation.ts";
import { operations } from "../operations/registry.ts";
import { hookPaths } from "./hook-paths.ts";
import { VERSION } from "../version.ts";
import { orderParameter, pageParameters } from "./operation-routes.ts";
import { pathParameters, queryFields } from "./read-input.ts";
import { inSnakeCase } from "../http/read-body.ts";

// Makes the OpenAPI document from the registry of operations.

type Schema = Record<string, unknown>;

const problem = z
  .object({
    type: z.string().describe("A link to the page of the code, such as `/errors/NOT_FOUND`."),
    title: z.string().describe("The meaning of the code."),
    status: z.int(),
    code: z.string().describe("The error code in UPPER_SNAKE, for programs."),
    detail: z.string().describe("What went wrong, for people."),
    path: z.string().optional().describe("JSON Pointer into the input."),
    hint: z.string().optional().describe("What to do about it."),
    cure: z.string().optional().describe("The older name of `hint`.").meta({ deprecated: true }),
    retryable: z.boolean().optional().describe("Whether the same request may succeed later."),
    requestId: z.string().optional().describe("The header x-request-id of this answer, which is also in the log."),
    problems: z.array(z.looseObject({})).optional().describe("The problems of a graph."),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });

export function openApiDocument(): object {
  const schemas: Record<string, Schema> = {};
  const schemaOf = (schema: z.ZodType, io: "input" | "output"): Schema => jsonSchema(schema, io, schemas);
  const paths: Record<string, Record<string, Schema>> = {};
  for (const operation of operations) {
    if (operation.rest === undefined) continue;
    const path = operation.rest.path.replace(/:(\w+)/g, "{$1}");
    const method = operation.kind === "list" ? "get" : operation.rest.method.toLowerCase();
    const described =
      operation.kind === "list" ? describeList(operation, schemaOf) : describeOperation(operation, schemaOf);
    paths[path] = { ...paths[path], [method]: withOtherBody(paths[path]?.[method], described) };
  }
  schemaOf(problem, "output");
  return {
    openapi: "3.1.0",
    info: {
      title: "Tempograph",
      version: VERSION,
      description:
        "JSON graphs that run as durable Temporal executions. GraphQL has the same operations. " +
        "Errors are application/problem+json (RFC 9457) with `code`, `detail`, `path`, `hint` and, for graphs, `problems`.",
    },
    tags: [
      { name: "workflows", description: "Definitions of what runs." },
      { name: "events", description: "What starts workflows." },
      { name: "executions", description: "Runs of workflows." },
      { name: "bulk", description: "One operation on many executions." },
      { name: "hooks", description: "Addresses of triggers, for senders and people without a token." },
      {
        name: "system",
        description: "The installation: health, node types, expressions, the caller and the audit log.",
      },
    ],
    security: [{ token: [] }],
    paths: { ...paths, ...hookPaths },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } }, schemas },
  };
}

/**
 * OpenAPI has one entry for a method and path. An operation that takes another media type there adds its body. Its answer is only named in
 * words: a union of both answers would tell every client that it may get either.
 */
function withOtherBody(first: Schema | undefined, described: Schema): Schema {
  if (first === undefined) return described;
  const content = (of: Schema) => (of["requestBody"] as { readonly content: Schema }).content;
  return { ...first, requestBody: { required: true, content: { ...content(first), ...content(described) } } };
}

type SchemaOf = (schema: z.ZodType, io: "input" | "output") => Schema;

function describeOperation(operation: AnyOperation, schemaOf: SchemaOf): Schema {
  const { input, errors } = operation;
  const rest = operation.rest!;
  const inQuery = rest.method === "GET" && !rest.read;
  const statuses = operation.name === "ready" ? [200, 503] : [rest.status ?? 200];
  const body = rest.method === "GET" ? undefined : (rest.body ?? (rest.read ? undefined : bodyOf(input, rest.path)));
  const streams = operation.kind === "subscription";
  const answered = {
    description: rest.answer ? (rest.answer.schema.description ?? "The result.") : "Done.",
    ...headersOfAnswer(rest.location !== undefined),
    ...(rest.answer && {
      content: {
        [streams ? "text/event-stream" : "application/json"]: { schema: schemaOf(rest.answer.schema, "output") },
      },
    }),
  };
  return {
    operationId: operation.name,
    tags: [rest.tag],
    summary: operation.summary,
    description: rest.description ?? operation.description,
    parameters: [
      ...pathFields(rest.path, input, schemaOf),
      ...(inQuery ? inputParameters(input, rest.path, schemaOf) : []),
      ...textParameters(rest.query ?? {}, "query"),
      ...textParameters(rest.headers ?? ("idempotencyKey" in input.shape && !inQuery ? keyHeader : {}), "header"),
    ],
    ...(body && {
      requestBody: {
        required:
          !(body instanceof z.ZodObject) || Object.values(body.shape).some((field) => !optionalIn(field as z.ZodType)),
        content: {
          [rest.consumes ?? "application/json"]: {
            schema: schemaOf(body, "input"),
            ...(rest.example !== undefined && { example: rest.example }),
          },
        },
      },
    }),
    ...(operation.permission === "public" && { security: [] }),
    responses: {
      ...Object.fromEntries(statuses.map((status) => [String(status as number), answered])),
      ...(rest.stream?.isOver && {
        204: { description: "The execution has ended, and there are no further updates.", ...headersOfAnswer(false) },
      }),
      ...refusals(operation.permission === "public" ? [] : ["forbidden", "validation", ...errors]),
    },
    "x-permission": operation.permission,
    "x-kind": operation.kind,
  };
}

function describeList(list: AnyList, schemaOf: SchemaOf): Schema {
  const { path, tag, item } = list.rest!;
  const page = z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("The `cursor` of the next page. Null on the last page."),
    totalCount: z.int().optional().describe("With `count=true`: the length of the list, counted up to 10,000."),
    totalCountCapped: z.boolean().optional().describe("Whether the list is longer than `totalCount`."),
  });
  return {
    operationId: list.name,
    tags: [tag],
    summary: list.summary,
    description: list.description,
    parameters: [
      ...pathFields(path, list.input, schemaOf),
      ...textParameters({ ...pageParameters, ...(list.newestFirst && orderParameter) }, "query"),
      ...inputParameters(list.input, path, schemaOf),
    ],
    responses: {
      200: {
        description: "One page.",
        ...headersOfAnswer(false),
        content: { "application/json": { schema: schemaOf(page, "output") } },
      },
      ...refusals(["forbidden", "validation", ...(list.rest!.missing ? ["notFound"] : [])]),
    },
    "x-permission": list.permission,
    "x-kind": list.kind,
  };
}

const keyHeader = { "idempotency-key": "The same as `idempotencyKey` in the body." };

/** The input without the fields that are in the path. */
function bodyOf(input: z.ZodObject, path: string): z.ZodObject | undefined {
  const inPath = [...pathParameters(path), "executionId"];
  const fields = Object.entries(input.shape as Record<string, z.ZodType>).filter(([name]) => !inPath.includes(name));
  return fields.length === 0 ? undefined : z.object(Object.fromEntries(fields));
}

/** Inputs that call the id in the path by another name, such as `workflowId`. */
function describedByPath(path: string, name: string): string {
  const of = [
    { at: `/workflows/:${name}`, text: "The workflow's id, `wf_…`." },
    { at: `/executions/:${name}`, text: "The execution's id, `exe_…`." },
  ].find(({ at }) => `${path}/`.startsWith(`${at}/`));
  return of?.text ?? "The id.";
}

function pathFields(path: string, input: z.ZodObject, schemaOf: SchemaOf): object[] {
  return pathParameters(path).map((name) => {
    const field = (input.shape as Record<string, z.ZodType | undefined>)[name];
    const schema = field === undefined ? { type: "string" } : withoutNull(schemaOf(field, "input"));
    const description = field?.description ?? describedByPath(path, name);
    return { name, in: "path", required: true, schema, description };
  });
}

function inputParameters(input: z.ZodObject, path: string, schemaOf: SchemaOf): object[] {
  return [...queryFields(input, path)].map(([name, field]) => {
    const schema = withoutNull(schemaOf(field, "input"));
    const list = schema["type"] === "array" && { style: "form", explode: false };
    return { name: inSnakeCase(name), in: "query", required: false, schema, ...list };
  });
}

function textParameters(names: Readonly<Record<string, string>>, place: "query" | "header"): object[] {
  return Object.entries(names).map(([name, description]) => ({
    name,
    in: place,
    required: false,
    description,
    schema: parameterSchemas[name] ?? { type: "string" },
  }));
}

/** The schemas of parameters that are not any text. */
const parameterSchemas: Readonly<Record<string, Schema>> = {
  limit: { type: "integer", minimum: 1, maximum: LARGEST_PAGE },
  count: { type: "boolean" },
  order: { type: "string", enum: ["newest_first", "oldest_first"] },
};

const requestId = { "x-request-id": { description: "The id of this request in the log.", schema: { type: "string" } } };

function headersOfAnswer(location: boolean) {
  const where = { location: { description: "The path of the new object.", schema: { type: "string" } } };
  return { headers: { ...requestId, ...(location && where) } };
}

/** The answers for the categories of errors: one for each HTTP status, with its error codes. */
function refusals(categories: readonly string[]): Schema {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const [code, { category, httpStatus }] of Object.entries(errorCodes))
    if (categories.includes(category))
      byStatus.set(httpStatus, [...(byStatus.get(httpStatus) ?? []), code as ErrorCode]);
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  const answers = [...byStatus].map(([status, codes]) => [
    String(status),
    { description: `Refused; nothing was changed: ${codes.join(", ")}.`, headers: requestId, content },
  ]);
  return {
    ...Object.fromEntries(answers),
    401: { description: "The token is missing, wrong, revoked or expired.", headers: requestId, content },
    default: { description: "Any other error.", headers: requestId, content },
  };
}

function optionalIn(schema: z.ZodType): boolean {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodUnknown;
}

/** The schema without null, because a parameter that is not sent is absent. */
function withoutNull(schema: Schema): Schema {
  const any = schema["anyOf"] as readonly Schema[] | undefined;
  if (any === undefined) return schema;
  const { anyOf: _, ...others } = schema;
  return { ...any.find(({ type }) => type !== "null"), ...others };
}

/** The JSON Schema of a zod schema. Schemas with a name are added to `schemas`, once each. */
function jsonSchema(schema: z.ZodType, io: "input" | "output", schemas: Record<string, Schema>): Schema {
  const {
    $schema: _,
    $defs,
    ...made
  } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
    reused: "inline",
    override({ zodSchema, jsonSchema: json }) {
      if (zodSchema instanceof z.ZodDate) Object.assign(json, { type: "string", format: "date-time" });
      const { deprecationReason } = graphqlMeta(zodSchema);
      if (deprecationReason !== undefined) json.deprecated = true;
    },
  }) as Schema & { readonly $defs?: Record<string, Schema> };
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] ??= inComponents(definition) as Schema;
  const { id, ...rest } = made as Schema & { readonly id?: string };
  if (id === undefined) return inComponents(rest) as Schema;
  schemas[id] ??= inComponents(rest) as Schema;
  return { $ref: `#/components/schemas/${id}` };
}

function inComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inComponents);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, its]) => !(key === "id" && typeof its === "string"))
      .map(([key, its]) => [
        key,
        key === "$ref" && typeof its === "string"
          ? its.replace("#/$defs/", "#/components/schemas/")
          : inComponents(its),
      ]),
  );
}
