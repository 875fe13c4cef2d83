import type { Definition } from "./definition.ts";
import type { EventData } from "./graph.ts";
import type { Json } from "./json.ts";

/**
 * The one argument of the Temporal workflow: what the dispatcher sends and the interpreter and the mirror read.
 * All that an execution needs to know about its version, so that nothing edited or deployed later can change it (I8).
 */
export interface ExecutionStart {
  readonly definition: Definition;
  /** Hash of `definition`: the key under which a worker keeps it compiled. */
  readonly definitionHash: string;
  readonly event: EventData;
}

/** What the Temporal workflow returns. */
export interface ExecutionResult {
  readonly status: "completed" | "completedWithErrors";
  readonly output: Json;
  /** Hash of the trace: the mirror, which computes the trace from history, has to come to the same (I3). */
  readonly traceHash: string;
}
