/**
 * What is wrong with a graph, as data: what saving a draft returns and publishing refuses on (`error`).
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
}
