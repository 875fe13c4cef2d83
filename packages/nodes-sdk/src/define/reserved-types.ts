import { coreNodeTypes } from "@tempograph/graph";

/** Activities that belong to the language, though the machine does not carry them out: only the worker's own pack has them. */
export const BUILT_IN_TYPES: ReadonlySet<string> = new Set(["emit_event", "signal_workflow"]);

/**
 * Node types that no pack may define: what the machine carries out by itself, what the language brings as activities, React
 * Flow's frame (`group`), and the name under which Temporal looks for an activity that it does not know (`default`).
 */
export const RESERVED_TYPES: ReadonlySet<string> = new Set([
  ...coreNodeTypes.map(({ type }) => type),
  ...BUILT_IN_TYPES,
  "default",
  "group",
]);
