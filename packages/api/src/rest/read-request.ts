import type { FastifyReply } from "fastify";
import type { PageRequest } from "@tempograph/db";
import type { Result } from "../app/app-error.ts";
import { decodeCursor, encodeCursor, type CursorShape } from "../app/cursor.ts";
import { BadRequest } from "../http/json-body.ts";
import { fromAppError, sendProblem, type Problem } from "../http/problem-json.ts";

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;
export type Fields = Readonly<Record<string, unknown>>;

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;

/** A query parameter by its camelCase name or its snake_case twin; the last one where it is given several times. */
export function parameter(query: Query, name: string): string | undefined {
  const value = query[name] ?? query[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  const last = Array.isArray(value) ? (value as readonly string[]).at(-1) : (value as string | undefined);
  if (last?.includes("\u0000") === true)
    throw invalid(name, "It holds the character \\u0000.", "Remove the character.");
  return last === "" ? undefined : last;
}

/** `?limit=&cursor=` of a list whose cursors have this shape. */
export function readPage(query: Query, shape: CursorShape): PageRequest {
  const given = parameter(query, "limit");
  const limit = given === undefined ? DEFAULT_LIMIT : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT)
    throw invalid(
      "limit",
      `It has to be a number from 1 to ${String(LARGEST_LIMIT)}.`,
      "Ask for shorter pages and go on with `cursor`.",
    );
  const cursor = parameter(query, "cursor");
  if (cursor === undefined) return { limit };
  const after = decodeCursor(cursor, shape);
  if (after === undefined)
    throw invalid("cursor", "It is no cursor of this list.", "Give `nextCursor` of the page before, as it came.");
  return { limit, after };
}

/** A page of a list, with the cursor of the next one; null where there is none. Asks for one row more than shown. */
export async function toPage<T, J>(
  page: PageRequest,
  list: (page: PageRequest) => Promise<readonly T[]>,
  keyOf: (row: T) => string,
  toJson: (row: T) => J,
): Promise<{ items: J[]; nextCursor: string | null }> {
  const rows = await list({ ...page, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toJson),
    nextCursor: rows.length > page.limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}

/** The body as an object; nothing counts as an empty one. */
export function bodyFields(body: unknown): Fields {
  if (body === undefined || body === null) return {};
  if (typeof body !== "object" || Array.isArray(body))
    throw new BadRequest({
      status: 400,
      code: "INVALID_INPUT",
      detail: "The body has to be a JSON object.",
      path: "",
      hint: "Look at /docs for its fields.",
    });
  return body as Fields;
}

/** A field of a body by its camelCase name or its snake_case twin, of the type asked for; null counts as absent. */
export function bodyField(body: Fields, name: string, type: "string"): string | undefined;
export function bodyField(body: Fields, name: string, type: "number"): number | undefined;
export function bodyField(body: Fields, name: string, type: "boolean"): boolean | undefined;
export function bodyField(body: Fields, name: string, type: "string" | "number" | "boolean"): unknown {
  const value = body[name] ?? body[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== type || (type === "number" && !Number.isInteger(value)))
    throw new BadRequest({
      status: 400,
      code: "INVALID_INPUT",
      detail: `\`${name}\` has to be a ${type === "number" ? "whole number" : type}.`,
      path: `/${name}`,
      hint: "Look at /docs for the fields of this body.",
    });
  return value;
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

/** Answers with what a use-case gave. */
export async function answer<T>(
  reply: FastifyReply,
  result: Result<T>,
  toJson: (value: T) => unknown,
  options: { readonly status?: number; readonly problem?: (problem: Problem) => Problem } = {},
): Promise<FastifyReply> {
  if (result.ok) return await reply.code(options.status ?? 200).send(toJson(result.value));
  const problem = fromAppError(result.error);
  return await sendProblem(reply, options.problem ? options.problem(problem) : problem);
}
