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

// An operation is something that a caller can request. It is described once, in its own file, together with the function that
// carries it out. GraphQL, REST and OpenAPI are made from the description (`graphql/operation-fields.ts`,
// `rest/operation-routes.ts`, `rest/openapi.ts`). `registry.ts` lists all operations.

/** What an operation gets: the parts of the process, and the caller. */
export interface Context {
  readonly deps: AppDeps;
  readonly caller: Principal;
  /** The caller has left, so nobody reads the answer. Each subscription has one. */
  readonly left?: AbortSignal;
}

/** A field of a GraphQL payload. Its type is given by name (`Execution`, `[Problem]`, `Int`), with a `?` at the end if it may be null. */
export interface PayloadField<Value> {
  readonly type: string;
  readonly description: string;
  readonly from: (value: Value, context: Context) => unknown;
}

/** The result in GraphQL: an object type of its own, or an existing type, given by name as in a payload's fields. */
export type GraphqlResult<Value> =
  | {
      readonly payload: string;
      readonly description: string;
      readonly fields: Readonly<Record<string, PayloadField<Value>>>;
    }
  | { readonly type: string };

/** A message of Server-Sent Events. */
export interface StreamMessage {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

export interface RestRoute<Input, Value> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path, such as `/executions/:id/pause`. A parameter is the input's field of the same name. */
  readonly path: string;
  /** The group in the docs: `workflows`, `events`, `executions`, `bulk`, or `system` for everything else. */
  readonly tag: string;
  /** The description in OpenAPI, if it differs from the operation's description. */
  readonly description?: string;
  /** The HTTP status of the answer. Default 200. */
  readonly status?: number | ((value: Value) => number);
  /** The schema of the answer's body, and the function that makes it. Absent: the answer has no body (204). */
  readonly answer?: {
    readonly schema: z.ZodType;
    readonly from: (value: Value, context: Context) => unknown;
  };
  /** The path of the new object, for the header Location. */
  readonly location?: (value: Value) => string;
  /** How each value of a subscription becomes a message of the stream. */
  readonly stream?: {
    /** With an id, the caller can go on after the message. Without ids, the stream says itself when it has ended. */
    readonly message: (value: never, context: Context) => StreamMessage;
    /** Whether there is nothing after what the caller has seen, which is answered with 204. */
    readonly isOver?: (context: Context, request: FastifyRequest) => Promise<boolean>;
  };
  /** The media type of the body, if another operation has the same method and path for all other bodies. */
  readonly consumes?: string;
  /** Why the request as a whole is refused, although the operation has a result of its own for each item of a list. */
  readonly refusal?: (value: Value) => AppError | undefined;
  /** The most bytes of the body. Default 1 MiB. */
  readonly bodyLimit?: number;
  /** Reads the input from the request, if senders may write it in several ways. Throws a BadRequest. */
  readonly read?: (request: FastifyRequest) => Input;
  /** With `read`: the body, further query parameters and headers, for OpenAPI. */
  readonly body?: z.ZodType;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Turns a place in the input into the place in the body that the sender wrote. */
  readonly place?: (request: FastifyRequest, path: string) => string;
  /** An example of the body. */
  readonly example?: unknown;
}

interface Described {
  /** The name of GraphQL's field, which is also used in the audit log, such as `executionPause`. */
  readonly name: string;
  /** Who may perform it: a permission of `access/roles.ts`, `known` (every token), or `public` (no token is needed). */
  readonly permission: Access;
  /** The summary in one line, for OpenAPI. */
  readonly summary: string;
  /** What the operation does, in full sentences. */
  readonly description: string;
}

export interface Operation<Input extends z.ZodObject = z.ZodObject, Value = unknown> extends Described {
  readonly kind: "query" | "mutation" | "subscription";
  readonly input: Input;
  /** GraphQL passes the input as one argument `input` (the default of mutations) or field by field. */
  readonly arguments?: "input" | "fields";
  /** The categories of errors with which it may be refused, in addition to `forbidden`. */
  readonly errors: readonly ErrorCategory[];
  /** Whether a query returns refusals as members of a union; otherwise they are GraphQL errors. Mutations always have the union. */
  readonly errorsAsData?: boolean;
  /** Whether a query that finds nothing is null in GraphQL. REST answers 404. */
  readonly nullWhenMissing?: boolean;
  /** Whether the operation is recorded in the audit log. `made` gives the id of a new object, if the input has no id. */
  readonly audit?: boolean | { readonly made: (value: Value) => string };
  /** The field of the input that is the idempotency key. */
  readonly idempotency?: string;
  /** How a bulk job performs this operation on many executions. `bulk/bulk-actions.ts` lists these operations. */
  readonly bulk?: BulkRule<Value>;
  /** The result in GraphQL. Absent: GraphQL does not have the operation. */
  readonly result?: GraphqlResult<Value>;
  readonly rest?: RestRoute<z.output<Input>, Value>;
  run(context: Context, input: z.output<Input>): Promise<Result<Value>> | Result<Value>;
}

/** A list that is read page by page: a Relay connection in GraphQL, `items` and `nextCursor` in REST. */
export interface ListOperation<Input extends z.ZodObject = z.ZodObject, Row = unknown> extends Described {
  readonly kind: "list";
  readonly input: Input;
  /** The name of the rows' GraphQL type. */
  readonly of: string;
  /** The type and field of the list, such as `Execution.steps`. Default: a field of Query with the operation's name. */
  readonly within?: string;
  /** Whether the newest entry comes first. The caller may then request the opposite order. */
  readonly newestFirst?: boolean;
  readonly cursor: CursorShape;
  readonly keyOf: (row: Row) => string;
  /** The fields of a row that can be large. A page ends where they have 2 MiB together. */
  readonly large?: readonly string[];
  /** Reads one page. It has to use the context's `db`, because the rows of a list are counted with the same function. */
  readonly rows: (context: Context, input: z.output<Input>, page: PageRequest) => Promise<readonly Row[]>;
  /** Makes of the rows of a page what is shown. Rows that are only counted do not go through it. */
  readonly show?: (rows: readonly Row[], context: Context, input: z.output<Input>) => Promise<readonly Row[]>;
  readonly rest?: {
    readonly path: string;
    readonly tag: string;
    readonly item: z.ZodType;
    readonly items: (rows: readonly Row[], context: Context) => Promise<readonly unknown[]> | readonly unknown[];
    /** The error if the object does not exist whose list is requested. */
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
