import { errorCodes, exitCodes, openApiDocument } from "@tempograph/api";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

// Makes the generated part of the client from the OpenAPI document, which the API makes from its registry of operations.

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly $ref?: string;
  readonly deprecated?: boolean;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly "application/json": { readonly schema: Schema; readonly example?: unknown } };
  };
  readonly responses: Record<string, unknown>;
  readonly "x-permission": string;
  readonly "x-kind": "query" | "mutation" | "subscription" | "list";
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const HEADER = "// Made from the API's registry of operations by `pnpm --filter @tempograph/api sdl`. Do not edit.\n";

/** The operations of the document, without refusals, because all of them are one type. Webhooks and forms are none of them. */
function onlyAnswers(all: Document): Document {
  const isOperation = (methods: Readonly<Record<string, Operation>>) =>
    Object.values(methods).every(({ operationId }) => operationId !== undefined);
  const paths = Object.fromEntries(Object.entries(all.paths).filter(([, methods]) => isOperation(methods)));
  const document = { ...all, paths };
  for (const methods of Object.values(document.paths))
    for (const operation of Object.values(methods))
      for (const status of Object.keys(operation.responses)) if (!/^2/.test(status)) delete operation.responses[status];
  return document;
}

/** The texts of the generated files, by their names in `packages/client/src/generated`. */
export async function generateClient(): Promise<Readonly<Record<string, string>>> {
  const document = onlyAnswers(openApiDocument() as Document);
  const types = astToString(await openapiTS(document as unknown as OpenAPI3));
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const routes = all.map((one) => [one.operation.operationId, routeOf(one)] as const);
  const help = all.map(({ operation }) => [operation.operationId, helpOf(operation, document)] as const);
  const codes = Object.entries(errorCodes).map(([code, { category }]) => [code, category] as const);
  return {
    "schema.ts": `${HEADER}\n${types}`,
    "routes.ts": `${HEADER}import type { Route } from "../route.ts";\n\nexport const routes = ${lines(routes)} as const satisfies Record<string, Route>;\n`,
    "descriptions.ts": `${HEADER}import type { OperationDescription } from "../operation-description.ts";\n\n/** What each operation does, and its input, by the operation's name. */\nexport const operationDescriptions: Readonly<Record<string, OperationDescription>> = ${lines(help)};\n`,
    "error-codes.ts": `${HEADER}\n/** The category of each error code of the API. */\nexport const errorCodes = ${lines(codes)} as const;\n\n/** With which code a command line ends when an operation is refused, by the category of the error. */\nexport const exitCodes = ${lines(Object.entries(exitCodes))} as const;\n`,
  };
}

/** An object literal with one entry per line, so that a new operation changes one line. */
function lines(entries: readonly (readonly [string, unknown])[]): string {
  return `{\n${entries.map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`).join("")}}`;
}

function routeOf({ path, method, operation }: { path: string; method: string; operation: Operation }): object {
  const { parameters, "x-kind": kind } = operation;
  const body = bodyOf(operation);
  const query = parameters.filter((one) => one.in === "query").map(({ name }) => inCamelCase(name));
  const key = takesKey(operation);
  return {
    ...{ method, path, kind },
    ...(query.length > 0 && { query }),
    ...(body !== undefined && body.properties === undefined && { body: "data" }),
    ...(key && { key }),
  };
}

function takesKey(operation: Operation): boolean {
  return operation.parameters.some(({ name }) => name === "idempotency-key");
}

function bodyOf({ requestBody }: Operation): Schema | undefined {
  return requestBody?.content["application/json"].schema;
}

function helpOf(operation: Operation, { components }: Document): object {
  const { tags, summary, description, parameters, requestBody, "x-permission": permission, "x-kind": kind } = operation;
  const resolved = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : components.schemas[schema.$ref.split("/").at(-1)!]!;
  const field = (name: string, schema: Schema, required: boolean, text = describedIn(schema)) => {
    const { type, values } = shapeOf(schema, resolved);
    return { name, type, required, ...(text !== undefined && { description: text }), ...(values && { values }) };
  };
  const body = bodyOf(operation);
  const fields = [
    ...parameters
      .filter((one) => one.in !== "header")
      .map((one) => field(inCamelCase(one.name), one.schema, one.required, one.description)),
    ...Object.entries(body?.properties ?? {})
      .filter(([name, schema]) => name !== "idempotencyKey" && schema.deprecated !== true)
      .map(([name, schema]) => field(name, schema, body!.required?.includes(name) === true)),
    ...(body !== undefined && body.properties === undefined ? [field("data", body, requestBody!.required)] : []),
    ...(takesKey(operation) ? [field("idempotencyKey", { type: "string" }, false, KEY)] : []),
  ];
  const example = requestBody?.content["application/json"]?.example;
  // A body without fields of its own is the field `data`.
  const shown = body !== undefined && body.properties === undefined ? { data: example } : example;
  return {
    ...{ tag: tags[0], kind, permission, summary, description, fields },
    ...(example !== undefined && { example: shown }),
  };
}

/** The description of a field. That of one which may be null is inside the choice between null and its type. */
function describedIn({ description, anyOf }: Schema): string | undefined {
  return description ?? anyOf?.find((choice) => choice.description !== undefined)?.description;
}

const KEY = "The idempotency key. A request that is sent again with the same key counts once.";

/** The type of a field, and its values if there are only some. What is not a plain value or a list of them is `json`. */
function shapeOf(
  schema: Schema,
  resolved: (schema: Schema) => Schema,
): { readonly type: string; readonly values?: readonly unknown[] } {
  const own = resolved(schema);
  const choices = own.anyOf?.filter(({ type }) => type !== "null");
  if (choices !== undefined) return choices.length === 1 ? shapeOf(choices[0]!, resolved) : { type: "json" };
  const types = [own.type ?? []].flat().filter((one) => one !== "null");
  const type = types.length === 1 ? types[0] : undefined;
  if (own.enum !== undefined) return { type: "string", values: own.enum };
  if (type === "array" && own.items !== undefined) {
    const item = shapeOf(own.items, resolved);
    return item.type === "string" ? { ...item, type: "strings" } : { type: "json" };
  }
  return { type: type !== undefined && ["string", "integer", "number", "boolean"].includes(type) ? type : "json" };
}

function inCamelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
