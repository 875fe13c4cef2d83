/** Limits of graphs, events and trigger lists. An input beyond a limit is refused; the message names the limit. */
export const MAX_NODES = 10_000;
export const MAX_EDGES = 20_000;
/** Levels of nesting of any JSON that comes in: `{"a":[1]}` has 2. */
export const MAX_DEPTH = 64;
/** Bytes of the compact JSON text, in UTF-8. */
export const MAX_BYTES = 4 * 1024 * 1024;
/** Characters of a node's, edge's or trigger's id, of a node type and of a port. */
export const MAX_ID_LENGTH = 128;
/** Characters of a label. */
export const MAX_LABEL_LENGTH = 256;
/** Characters of one string in a node's data. */
export const MAX_STRING_LENGTH = 1024 * 1024;
/** Characters of an event type or of a filter on it. */
export const MAX_EVENT_TYPE_LENGTH = 256;
/** Characters of the CloudEvents `source` of an event. */
export const MAX_EVENT_SOURCE_LENGTH = 512;
export const MAX_TRIGGERS = 100;
/** Nodes that run before the condition of one trigger, all at the same time. */
export const MAX_LOOKUPS = 5;
/** Bytes of what one of them finds out. It is kept with the event. */
export const MAX_LOOKUP_BYTES = 32 * 1024;
/** How long an answer may be used again: 7 days. */
export const MAX_LOOKUP_CACHE_MS = 7 * 86_400_000;
/** Executions that may start each other by events, one after the other. */
export const MAX_EVENT_HOPS = 100;
/** Executions that may call each other, one inside the other. */
export const MAX_CALL_DEPTH = 64;
export const MAX_CASES = 256;
/** Containers around a node. */
export const MAX_NESTING = 64;
/** Problems that one call returns. If there are more, a last problem says how many were left out. */
export const MAX_PROBLEMS = 1_000;
/** Bytes of one value that is sent to Temporal: a step's input or output, or an execution's output. Temporal refuses payloads over 2 MiB. */
export const MAX_VALUE_BYTES = 1024 * 1024;
/** Bytes of a value that is stored in Temporal's history itself. A larger value is stored in Postgres and history has a reference. */
export const MAX_INLINE_BYTES = 32 * 1024;
/** Bytes of a step's path with its suffix. Temporal limits the summary of a timer, which begins with the path. */
export const MAX_PATH_BYTES = 400;
/** Characters of a task queue's name. */
export const MAX_TASK_QUEUE_LENGTH = 256;
/** Bytes that a large value's reference takes in a command. */
const REFERENCE_BYTES = 500;

/** How many bytes a value takes in a message to Temporal. Instead of a large value, a reference to it is sent. */
export function messageBytes(bytes: number): number {
  return bytes > MAX_INLINE_BYTES ? REFERENCE_BYTES : bytes;
}
/** Characters of a lock's key. */
export const MAX_LOCK_KEY_LENGTH = 512;
/** Characters of the key of a state entry. */
export const MAX_STATE_KEY_LENGTH = 256;
/** Bytes of a state entry's value. */
export const MAX_STATE_VALUE_BYTES = MAX_INLINE_BYTES;
/** Bytes of one member of a set that is a state entry. */
export const MAX_STATE_MEMBER_BYTES = 512;
/** Members of one set. */
export const MAX_STATE_MEMBERS = 10_000;
/** State entries of one workflow; those of the project itself may be as many. */
export const MAX_STATE_ENTRIES = 5_000;
/** State entries of a project and all of its workflows together. */
export const MAX_PROJECT_STATE_ENTRIES = 20_000;
/** Bytes of the values and members in all state entries of a project. */
export const MAX_PROJECT_STATE_BYTES = 100_000_000;
