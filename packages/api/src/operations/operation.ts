import type { PageRequest } from "@tempograph/db";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Principal } from "../access/principal.ts";
import type { Access } from "../access/roles.ts";
import type { AppDeps } from "../app/app-deps.ts";
import type { AppError, Result } from "../app/app-error.ts";
import type { CursorShape } from "../app/cursor.ts";
import type { ErrorCategory } from "../app/error-codes.ts";
import type { BulkRule } from "../app/bulk/bulk-action.ts";

// An operation is everything that a caller can ask for. It is described once, in its own file, together with what
// carries it out; GraphQL, REST and OpenAPI are read from the description (`graphql/operation-fields.ts`,
// `rest/operation-routes.ts`, `rest/openapi.ts`). `registry.ts` lists all of them.

/** What an operation works with: the process's parts, and who asks. */
export interface Context {
  readonly deps: AppDeps;
  readonly caller: Principal;
}

/** A field of a GraphQL payload: a type by its name (`Execution`, `[Problem]`, `Int`), `?` behind it where it may be null. */
export interface PayloadField<Value> {
  readonly type: string;
  readonly description: string;
  readonly from: (value: Value, context: Context) => unknown;
}

/** What GraphQL answers: an object of its own, or a type that exists (by its name, as in a payload's fields). */
export type GraphqlResult<Value> =
  | {
      readonly payload: string;
      readonly description: string;
      readonly fields: Readonly<Record<string, PayloadField<Value>>>;
    }
  | { readonly type: string };

export interface RestRoute<Input, Value> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/executions/:id/pause`: a parameter is the input's field of this name. */
  readonly path: string;
  /** The group in the docs: `workflows`, `events`, `executions`, `bulk` or `system`. */
  readonly tag: string;
  /** More than the summary says, where it is not the operation's description. */
  readonly description?: string;
  /** Default 200. */
  readonly status?: number | ((value: Value) => number);
  /** What the answer's body looks like, and how it is made. Absent: no body (204). */
  readonly answer?: {
    readonly schema: z.ZodType;
    readonly from: (value: Value, context: Context) => unknown;
  };
  /** Where the new thing is found. */
  readonly location?: (value: Value) => string;
  /** Bytes; default 1 MiB. */
  readonly bodyLimit?: number;
  /** Reads the input itself, where senders may write it in more ways than one. Throws a BadRequest. */
  readonly read?: (request: FastifyRequest) => Input;
  /** With `read`: what the docs show of the body, of further query parameters and headers. */
  readonly body?: z.ZodType;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives places in the input the names that the sender used. */
  readonly place?: (request: FastifyRequest, path: string) => string;
  /** An example of the body. */
  readonly example?: unknown;
}

interface Described {
  /** As GraphQL's field and the audit log name it: `executionPause`. */
  readonly name: string;
  /** Who may: a permission of `access/roles.ts`, `read` (every token), or `public` (no token needed). */
  readonly permission: Access;
  /** One line. */
  readonly summary: string;
  /** What it does, in full sentences. */
  readonly description: string;
}

export interface Operation<Input extends z.ZodObject = z.ZodObject, Value = unknown> extends Described {
  readonly kind: "query" | "mutation" | "subscription";
  readonly input: Input;
  /** GraphQL passes the input as one argument `input` (the default of mutations) or field by field. */
  readonly arguments?: "input" | "fields";
  /** The categories of errors that it may refuse with, beside `forbidden`. */
  readonly errors: readonly ErrorCategory[];
  /** A query's refusals come as members of a union; without this as GraphQL errors. Mutations always have the union. */
  readonly errorsAsData?: boolean;
  /** A query that finds nothing is null in GraphQL; REST answers 404. */
  readonly nullWhenMissing?: boolean;
  /** Leaves a row in the audit log. `made`: the id of what was made, where the input names none. */
  readonly audit?: boolean | { readonly made: (value: Value) => string };
  /** The field of the input under which the same request counts once. */
  readonly idempotency?: string;
  /** How a bulk job does this to many executions; `bulk/bulk-actions.ts` lists the operations that have it. */
  readonly bulk?: BulkRule<Value>;
  /** Absent: GraphQL does not have it. */
  readonly result?: GraphqlResult<Value>;
  readonly rest?: RestRoute<z.output<Input>, Value>;
  run(context: Context, input: z.output<Input>): Promise<Result<Value>> | Result<Value>;
}

/** A list that comes page by page: a Relay connection in GraphQL, `items` and `nextCursor` in REST. */
export interface ListOperation<Input extends z.ZodObject = z.ZodObject, Row = unknown> extends Described {
  readonly kind: "list";
  readonly input: Input;
  /** Name of the rows' GraphQL type. */
  readonly of: string;
  /** The type whose field it is, and the field: `Execution.steps`. Absent: a field of Query of the operation's name. */
  readonly within?: string;
  /** Newest first; then the caller may ask for the oldest first. */
  readonly newestFirst?: boolean;
  readonly cursor: CursorShape;
  readonly keyOf: (row: Row) => string;
  /** One page; it reads with the context's `db`, since the rows of a list are counted by the same statement. */
  readonly rows: (context: Context, input: z.output<Input>, page: PageRequest) => Promise<readonly Row[]>;
  readonly rest?: {
    readonly path: string;
    readonly tag: string;
    readonly item: z.ZodType;
    readonly items: (rows: readonly Row[], context: Context) => Promise<readonly unknown[]> | readonly unknown[];
    /** Why there is no such list: the thing that the path names does not exist. */
    readonly missing?: (context: Context, input: z.output<Input>) => Promise<AppError | undefined>;
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- each operation has types of its own; the registry holds all
export type AnyOperation = Operation<any, any>;
// oxlint-disable-next-line typescript/no-explicit-any -- the same
export type AnyList = ListOperation<any, any>;

export function defineOperation<Input extends z.ZodObject, Value>(
  operation: Operation<Input, Value>,
): Operation<Input, Value> {
  return operation;
}

export function defineList<Input extends z.ZodObject, Row>(
  list: Omit<ListOperation<Input, Row>, "kind">,
): ListOperation<Input, Row> {
  return { ...list, kind: "list" };
}
