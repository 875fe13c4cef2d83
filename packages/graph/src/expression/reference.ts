/**
 * A path that an expression reads, as far as its text determines it: `steps.call.body.id` is
 * `{ root: "steps", path: ["call", "body", "id"] }`. Used to find paths that no step can produce, and for live ranges.
 */
export interface Reference {
  readonly root: string;
  /** Ends before the first computed segment: `steps[vars.which].body` is `steps` with an empty path. */
  readonly path: readonly string[];
  /** The expression allows the path to be missing: `payload.?name`, `has(payload.name)`, and every `var` of a condition. */
  readonly optional: boolean;
  /** JSON Pointer of the string, or of the operator, that it stands in. */
  readonly at: string;
}
