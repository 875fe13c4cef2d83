import type { Fix } from "./fix.ts";

/**
 * A problem of a graph, as data. Saving a draft returns all problems; publishing is refused if one of them is an `error`.
 */
export interface Problem {
  /** UPPER_SNAKE; each has a page in `docs/errors`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** JSON Pointer into what was sent: `/nodes/3/data/url`. */
  readonly path: string;
  /** Id of the node or edge it is about. */
  readonly node?: string;
  readonly message: string;
  readonly hint: string;
  /** A change that resolves it, where one click can do that. */
  readonly fix?: Fix;
}
