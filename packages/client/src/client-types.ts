import type { operations } from "./generated/schema.ts";
import type { routes } from "./generated/routes.ts";

// The types of the operations' inputs and answers, read from the generated types of the OpenAPI document.

export type OperationName = keyof typeof routes & keyof operations;

/** The names of operations of a kind. */
export type NamesOfKind<Kind> = {
  [Name in OperationName]: (typeof routes)[Name]["kind"] extends Kind ? Name : never;
}[OperationName];

export type ListName = NamesOfKind<"list">;
export type StreamName = NamesOfKind<"subscription">;
type CallName = Exclude<OperationName, StreamName>;

type None = Record<never, never>;

/** The name of a query parameter in camelCase: `workflow_id` is `workflowId`. */
type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
type WithCamelNames<Fields> = { [Name in keyof Fields as Camel<Name>]: Fields[Name] };

type InPath<Operation> = Operation extends { parameters: { path: infer Fields } } ? Fields : None;
type InQuery<Operation> = Operation extends { parameters: { query?: infer Fields } }
  ? [NonNullable<Fields>] extends [never]
    ? None
    : WithCamelNames<NonNullable<Fields>>
  : None;
type InHeader<Operation> = Operation extends { parameters: { header?: infer Fields } }
  ? [NonNullable<Fields>] extends [never]
    ? None
    : "idempotency-key" extends keyof NonNullable<Fields>
      ? { idempotencyKey?: string }
      : None
  : None;
/** A body that is any JSON is the input's field `data`. */
type InBody<Operation> = Operation extends { requestBody?: infer Content }
  ? [NonNullable<Content>] extends [never]
    ? None
    : FieldsOf<NonNullable<Content> extends { content: { "application/json": infer Body } } ? Body : never>
  : None;
type FieldsOf<Body> = unknown extends Body ? { data: unknown } : string extends keyof Body ? { data: Body } : Body;

type Flat<Fields> = { [Name in keyof Fields]: Fields[Name] };

/** The input of an operation: the parameters of path and query, and the body's fields, in one object. */
export type Input<Name extends OperationName> = Flat<
  InPath<operations[Name]> & InQuery<operations[Name]> & InHeader<operations[Name]> & InBody<operations[Name]>
>;

type Content<Response> = Response extends { content: infer Types } ? Types[keyof Types] : undefined;

/** The answer of an operation. Of a stream: one of its updates. */
export type Output<Name extends OperationName> = operations[Name]["responses"] extends infer Responses
  ? Name extends StreamName
    ? NonNullable<Content<Responses[keyof Responses]>>
    : Content<Responses[keyof Responses]>
  : never;

/** An entry of a list. */
export type Item<Name extends ListName> = Output<Name> extends { items: readonly (infer Entry)[] } ? Entry : never;

export interface CallOptions {
  /** Gives the request up. The call then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which an attempt without an answer is given up. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number;
}

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** Is told when the connection was lost and is made again, with the reason. */
  readonly onReconnect?: (reason: unknown) => void;
}

/** The arguments of a method. The input may be left out if all its fields may. */
type Arguments<Name extends OperationName, Options> =
  None extends Input<Name> ? [input?: Input<Name>, options?: Options] : [input: Input<Name>, options?: Options];

type Calls = { readonly [Name in CallName]: (...given: Arguments<Name, CallOptions>) => Promise<Output<Name>> };
type Streams = {
  readonly [Name in StreamName]: (...given: Arguments<Name, FollowOptions>) => AsyncGenerator<Output<Name>, void>;
};

/** One method per operation of the API, by the operation's name. */
export type Client = Calls &
  Streams & {
    /** All entries of a list, which are read page by page. */
    every<Name extends ListName>(list: Name, ...given: Arguments<Name, CallOptions>): AsyncGenerator<Item<Name>, void>;
  };
