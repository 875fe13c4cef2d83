import { coreNodeTypes } from "@tempograph/graph";

/** Node types of the language that are activities. Only the worker's own pack may define them. */
export const BUILT_IN_TYPES: ReadonlySet<string> = new Set(["emit_event", "signal_workflow"]);

/**
 * Node types that no pack may define: the types of the machine, the language's own activities, React Flow's frame
 * (`group`), and `default`, the name of the activity that Temporal calls for unknown activity types.
 */
export const RESERVED_TYPES: ReadonlySet<string> = new Set([
  ...coreNodeTypes.map(({ type }) => type),
  ...BUILT_IN_TYPES,
  "default",
  "group",
]);
