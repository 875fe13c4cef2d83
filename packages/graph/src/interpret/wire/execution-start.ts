import type { Definition } from "../../definition/definition.ts";
import type { EventData } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import type { Seed } from "../../definition/seed.ts";
import type { MachineState } from "../state/machine-state.ts";

/**
 * What the dispatcher sends to the Temporal workflow, and the interpreter and the mirror read (see
 * `startArguments`). All that an execution needs to know about its version, so that nothing edited or deployed later can change
 * it (I8).
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
  /** Temporal knows our search attributes: the execution may change those that say where it stands. */
  readonly hasSearchAttributes?: true;
  /** History events after which a run continues as new. Default: Temporal's own suggestion. */
  readonly historyLimit?: number;
}

/** An execution's start as it crosses to Temporal. */
export type StartArguments = readonly [start: Omit<ExecutionStart, "definition">, definition: Definition];

/**
 * The start as the workflow's arguments: first what a person looks for in Temporal's Web UI, beginning with the event's payload,
 * and last the definition, which is long and the same for every execution of a version.
 */
export function startArguments({ definition, event, ...rest }: ExecutionStart): StartArguments {
  const { data, ...about } = event;
  return [{ event: { data, ...about } as EventData, ...rest }, definition];
}

/**
 * The start of a workflow's arguments; null where they are something else. Up to interpreter version 1 the definition
 * stood in the first argument, as it still does in old histories.
 */
export function executionStart(args: readonly unknown[]): ExecutionStart | null {
  const [start, definition] = args as readonly [Partial<ExecutionStart> | undefined, Definition | undefined];
  if (typeof start !== "object" || start === null) return null;
  const whole = definition === undefined ? start : { ...start, definition };
  const isWhole = typeof whole.definition === "object" && typeof whole.event === "object";
  return isWhole ? (whole as ExecutionStart) : null;
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
