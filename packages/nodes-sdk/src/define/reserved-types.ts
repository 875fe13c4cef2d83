import { CONNECTION_SIGN_IN_NODE, CONNECTION_TEST_NODE, coreNodeTypes } from "@tempograph/graph";

/** Activities that only packs of Tempograph itself may define: those of the language, and those behind operations on connections. */
export const BUILT_IN_TYPES: ReadonlySet<string> = new Set([
  "emit_event",
  "respond",
  "signal_workflow",
  "state_get",
  "state_set",
  "state_increment",
  "state_add_to_set",
  "only_new",
  CONNECTION_SIGN_IN_NODE,
  CONNECTION_TEST_NODE,
]);

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
