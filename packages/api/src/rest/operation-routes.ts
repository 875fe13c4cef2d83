import type { KeyRing } from "@tempograph/runtime";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { may } from "../access/roles.ts";
import type { DepsOf } from "../app/app-deps.ts";
import { decodeCursor, encodeCursor } from "../app/cursor.ts";
import { DEFAULT_PAGE, LARGEST_PAGE, rowsThatFit } from "../app/page.ts";
import { ok, type AppError, type Result } from "../app/app-error.ts";
import { BadRequest } from "../http/read-json-text.ts";
import { mediaTypeOf } from "../http/media-type.ts";
import { fromAppError, sendProblem } from "../http/problem-json.ts";
import { checkNames, invalid, lastSeen, parameter, type Query } from "../http/read-body.ts";
import type { AnyList, AnyOperation, Context } from "../operations/operation.ts";
import { withoutPayloads } from "../operations/payloads.ts";
import { countList, perform, performList, refuseForbidden } from "../operations/perform.ts";
import { operations } from "../operations/registry.ts";
import { sendStream } from "./event-stream.ts";
import { queryFields, readBody, readQuery } from "./read-input.ts";

// Makes the routes of REST from the registry of operations. `rest/openapi.ts` describes the same routes.

/** The query parameters of all lists. */
export const pageParameters = {
  limit: `The length of the page: 1 to ${String(LARGEST_PAGE)}, default ${String(DEFAULT_PAGE)}.`,
  cursor: "The `nextCursor` of the previous page.",
  count: "true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`.",
};
export const orderParameter = { order: "`newest_first` (default) or `oldest_first`." };

export function operationRoutes(server: FastifyInstance, depsOf: DepsOf, patienceMs: number): void {
  server.addConstraintStrategy(byMediaType);
  for (const operation of operations) {
    if (operation.rest === undefined) continue;
    const config = { operation: operation.name, public: operation.permission === "public" };
    const context = (request: FastifyRequest): Context => ({
      deps: depsOf(request.caller.project),
      caller: request.caller,
    });
    // Refuse a caller without the permission before its body is read: the answer then says nothing about the body, and a malformed
    // request is in the audit log like any other. The log gets only the parameters of the path.
    const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
      if (may(request.caller, operation.permission)) return undefined;
      return await sendProblem(reply, fromAppError(await refuseForbidden(operation, context(request), request.params)));
    };
    if (operation.kind === "list") {
      const handler = async (request: FastifyRequest) => await answerList(operation, context(request), request);
      server.route({ method: "GET", url: operation.rest.path, config, onRequest, handler });
    } else {
      const { method, path, bodyLimit, consumes } = operation.rest;
      const handler = async (request: FastifyRequest, reply: FastifyReply) =>
        await answer(operation, context(request), request, reply, patienceMs);
      const constraints = consumes === undefined ? {} : { [byMediaType.name]: consumes };
      const limit = bodyLimit === undefined ? {} : { bodyLimit };
      server.route({ method, url: path, config, constraints, onRequest, handler, ...limit });
    }
  }
}

/** Chooses among routes with the same method and path by the media type of the body. A route without one takes all other bodies. */
const byMediaType = {
  name: "mediaType",
  storage() {
    const handlers = new Map<unknown, never>();
    return {
      get: (type: unknown) => handlers.get(type) ?? null,
      set: (type: unknown, handler: never) => void handlers.set(type, handler),
    };
  },
  deriveConstraint: ({ headers }: IncomingMessage) => mediaTypeOf(headers["content-type"]),
};

async function answer(
  operation: AnyOperation,
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  patienceMs: number,
) {
  const rest = operation.rest!;
  const result: Result<unknown> = await perform(operation, context, readInput(operation, request));
  const refused = result.ok ? rest.refusal?.(result.value) : result.error;
  if (!result.ok || refused) return await sendProblem(reply, fromAppError(inRequest(operation, request, refused!)));
  if (operation.kind === "subscription")
    return await sendStream(operation, context, request, reply, result.value as never, patienceMs);
  const { status = 200 } = rest;
  reply.code(typeof status === "function" ? status(result.value) : status);
  if (rest.location) reply.header("location", rest.location(result.value));
  if (!rest.answer) return await reply.send();
  const body = withoutPayloads(rest.answer.schema, rest.answer.from(result.value, context), context.caller);
  return await reply.send(inRequestAnswer(operation, request, body));
}

function readInput({ kind, input, rest }: AnyOperation, request: FastifyRequest): never {
  const { method, path, read, query = {} } = rest!;
  const inQuery = method === "GET" && !read;
  checkNames(
    request.query as Query,
    inQuery ? [...queryFields(input, path).keys()] : Object.keys(query),
    "query parameter",
  );
  if (read) return read(request) as never;
  if (!inQuery) return readBody(request, input) as never;
  const asked = readQuery(request, input, path);
  // EventSource resumes with a header.
  return (kind === "subscription" && "after" in input.shape ? { ...asked, after: lastSeen(request) } : asked) as never;
}

/** Turns the places of an error into places of the request as it was sent. */
function inRequest({ rest }: AnyOperation, request: FastifyRequest, error: AppError): AppError {
  if (!rest?.place) return error;
  return {
    ...error,
    ...(error.path !== undefined && { path: rest.place(request, error.path) }),
    ...(error.problems && {
      problems: error.problems.map((one) => ({ ...one, path: rest.place!(request, one.path) })),
    }),
  };
}

/** Does the same with the places of warnings in an answer. */
function inRequestAnswer({ rest }: AnyOperation, request: FastifyRequest, body: unknown): unknown {
  if (!rest?.place) return body;
  const { problems, ...others } = body as { readonly problems?: AppError["problems"] };
  if (problems === undefined) return body;
  return { ...others, problems: problems.map((one) => ({ ...one, path: rest.place!(request, one.path) })) };
}

async function answerList(list: AnyList, context: Context, request: FastifyRequest) {
  const { path, item, items, missing } = list.rest!;
  const query = request.query as Query;
  const fields = queryFields(list.input, path);
  const known = [...Object.keys(pageParameters), ...(list.newestFirst ? ["order"] : []), ...fields.keys()];
  checkNames(query, known, "query parameter");
  const input = readQuery(request, list.input, path) as never;
  const { masterKeys } = context.deps;
  const page = readPage(query, list, masterKeys);
  const gone = await missing?.(context, input);
  if (gone !== undefined) throw new BadRequest(fromAppError(gone));
  // Read one row more than the page shows, to find out whether there is another page.
  const read = await performList(list, context, input, { ...page, limit: page.limit + 1 });
  if (!read.ok) throw new BadRequest(fromAppError(read.error));
  const { rows, leftOut } = read.value;
  const requested = rows.slice(0, page.limit);
  const shown = requested.slice(0, rowsThatFit(requested));
  const last = shown.at(-1);
  const counted =
    readWord(query, "count", ["true", "false"]) === "true" ? await countList(list, context, input) : ok({});
  if (!counted.ok) throw new BadRequest(fromAppError(counted.error));
  return {
    items: withoutPayloads(z.array(item), await items(shown as never, context), context.caller),
    nextCursor: leftOut || rows.length > shown.length ? encodeCursor(masterKeys, list.keyOf(last as never)) : null,
    ...counted.value,
  };
}

function readPage(query: Query, { cursor: shape }: AnyList, masterKeys: KeyRing) {
  const given = parameter(query, "limit");
  const limit = given === undefined ? DEFAULT_PAGE : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE)
    throw invalid(
      "limit",
      `The length has to be a number from 1 to ${String(LARGEST_PAGE)}.`,
      "Request shorter pages and continue with `cursor`.",
    );
  const cursor = parameter(query, "cursor");
  const after = cursor === undefined ? undefined : decodeCursor(masterKeys, cursor, shape);
  if (cursor !== undefined && after === undefined)
    throw invalid(
      "cursor",
      "The value is not a cursor of this list.",
      "Send the `nextCursor` of the previous page unchanged.",
    );
  return { limit, after, oldestFirst: readWord(query, "order", ["newest_first", "oldest_first"]) === "oldest_first" };
}

function readWord(query: Query, name: string, words: readonly string[]): string | undefined {
  const word = parameter(query, name);
  if (word === undefined || words.includes(word)) return word;
  throw invalid(name, `The value has to be ${words.join(" or ")}.`, "Leave the parameter out to use the default.");
}
