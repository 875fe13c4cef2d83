import { didYouMean } from "@tempograph/graph";
import type { FastifyRequest } from "fastify";
import { BadRequest } from "./read-json-text.ts";

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;
export type Fields = Readonly<Record<string, unknown>>;

/** A query parameter by its name in camelCase or snake_case. If it is given several times, the last value counts. */
export function parameter(query: Query, name: string): string | undefined {
  const value = query[name] ?? query[inSnakeCase(name)];
  const last = Array.isArray(value) ? (value as readonly string[]).at(-1) : (value as string | undefined);
  if (last?.includes("\u0000") === true)
    throw invalid(name, "The parameter contains the character \\u0000.", "Remove the character.");
  return last === "" ? undefined : last;
}

/** The text of a header. An empty header counts as absent. */
export function headerText(headers: FastifyRequest["headers"], name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The last cursor that the client has seen: from EventSource's header, or else from the query. */
export function lastSeen({ headers, query }: Pick<FastifyRequest, "headers" | "query">): string | undefined {
  const header = headers["last-event-id"];
  const { after } = query as { readonly after?: string };
  return typeof header === "string" && header !== "" ? header : after === "" ? undefined : after;
}

/** The body as an object. A missing body counts as an empty object. */
export function bodyFields(body: unknown): Fields {
  if (body === undefined || body === null) return {};
  if (typeof body !== "object" || Array.isArray(body))
    throw new BadRequest({
      status: 400,
      code: "INVALID_INPUT",
      detail: "The body has to be a JSON object.",
      path: "",
      hint: "See /docs for its fields.",
    });
  return body as Fields;
}

/** A field of a body by its name in camelCase or snake_case, with the given type. Null counts as absent. */
export function bodyField(body: Fields, name: string, type: "string"): string | undefined;
export function bodyField(body: Fields, name: string, type: "number"): number | undefined;
export function bodyField(body: Fields, name: string, type: "boolean"): boolean | undefined;
export function bodyField(body: Fields, name: string, type: "string" | "number" | "boolean"): unknown {
  const value = body[name] ?? body[inSnakeCase(name)];
  if (value === undefined || value === null) return undefined;
  if (typeof value === type && (type !== "number" || Number.isInteger(value))) return value;
  throw invalid(
    name,
    `The field has to be a ${type === "number" ? "whole number" : type}.`,
    "See /docs for the fields of this body.",
  );
}

/** Refuses an unknown name in camelCase or snake_case, because a request with a misspelled name would not do what was meant. */
export function checkNames(given: object, known: readonly string[], what: "query parameter" | "field"): void {
  const names = new Set(known.flatMap((name) => [name, inSnakeCase(name)]));
  const unknown = Object.keys(given).find((name) => !names.has(name));
  if (unknown === undefined) return;
  const spelling = what === "field" ? known : known.map(inSnakeCase);
  const use =
    known.length === 0 ? "This request takes none." : `${didYouMean(unknown, spelling)}Use ${spelling.join(", ")}.`;
  throw invalid(unknown, `There is no such ${what}.`, use);
}

export function invalid(name: string, detail: string, hint: string): BadRequest {
  return new BadRequest({
    status: 400,
    code: "INVALID_INPUT",
    detail: `\`${name}\`: ${detail}`,
    path: `/${name}`,
    hint,
  });
}

export function inSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
