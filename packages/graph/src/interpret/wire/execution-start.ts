import type { Definition } from "../../definition/definition.ts";
import type { EventData } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import type { Seed } from "../../definition/seed.ts";
import type { MachineState } from "../state/machine-state.ts";

/**
 * The one argument of the Temporal workflow: what the dispatcher sends and the interpreter and the mirror read.
 * All that an execution needs to know about its version, so that nothing edited or deployed later can change it (I8).
 */
export interface ExecutionStart {
  readonly definition: Definition;
  /** Hash of `definition`: the key under which a worker keeps it compiled. */
  readonly definitionHash: string;
  readonly event: EventData;
  /** Rerun: how nodes of the top level end at once, without their side effect. */
  readonly seed?: Seed;
  /** Goes on where an earlier run of the same execution stopped (continue-as-new). */
  readonly resume?: Resume;
  /** History events after which a run hands over to a new one. Default: Temporal's own suggestion. */
  readonly historyLimit?: number;
}

export interface Resume {
  readonly state: MachineState;
  /** Hash of the trace of the run before: the mirror's has to be the same (I3). */
  readonly traceHash: string;
  /** Number of this run in its chain, from 2. */
  readonly run: number;
}

/** What the Temporal workflow returns. */
export interface ExecutionResult {
  readonly status: "completed" | "completedWithErrors";
  readonly output: Json;
  /** Hash of the trace: the mirror, which computes the trace from history, has to come to the same (I3). */
  readonly traceHash: string;
}
