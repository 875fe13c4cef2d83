/**
 * What an expression reads, as far as its text alone says it: `steps.call.body.id` is
 * `{ root: "steps", path: ["call", "body", "id"] }`. For checking paths that no step can give, and for live ranges.
 */
export interface Reference {
  readonly root: string;
  /** Ends where the text stops to be static: `steps[vars.which].body` is `steps` with an empty path. */
  readonly path: readonly string[];
  /** The expression copes with its absence: `payload.?name`, `has(payload.name)`, and every `var` of a condition. */
  readonly optional: boolean;
  /** JSON Pointer of the string, or of the operator, that it stands in. */
  readonly at: string;
}
