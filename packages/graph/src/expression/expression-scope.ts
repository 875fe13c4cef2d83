import type { Json, JsonObject } from "../definition/json.ts";

/** The values that expressions can read. Each name is optional; reading a missing one is an error with its path, never null. */
export interface ExpressionScope {
  /** `event`, `payload`, `vars`, `item`, `index`, `execution`, `workflow`: the value, or undefined where there is none. */
  root(name: string): Json | undefined;
  /** Output of the latest visit of a node that is in scope; undefined where it has none. */
  step(id: string): Json | undefined;
  /** All outputs in scope by node id: only for expressions that reach `steps` dynamically. */
  steps(): JsonObject;
  /** Time of the machine's batch, ms since epoch: what `now()` gives. Absent where time would not be deterministic. */
  now?(): number;
  /** Of the step: what `uuid()` is derived from. */
  key?(): string;
}

/**
 * Further names that a trigger's condition can read, where the trigger declares them. There they win over the payload's fields: no sender can
 * forge them. They are found out in this order.
 */
export const FACT_ROOTS = ["state", "lookup"] as const;
export type FactRoot = (typeof FACT_ROOTS)[number];

/** Names that a scope can have; in an execution they win over the payload's fields (rule 10). */
export const RESERVED_ROOTS = ["event", "payload", "steps", "vars", "item", "index", "execution", "workflow"] as const;
