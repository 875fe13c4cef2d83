/** How an operation is requested over REST. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path. A parameter such as `{id}` is the input's field of the same name. */
  readonly path: string;
  readonly kind: "query" | "mutation" | "subscription" | "list";
  /** The input's fields that are sent in the query. All others are sent in the body. */
  readonly query?: readonly string[];
  /** The field whose value is the whole body. */
  readonly body?: "data";
  /** Whether the operation takes an idempotency key, so that a request may be repeated. */
  readonly key?: boolean;
}
