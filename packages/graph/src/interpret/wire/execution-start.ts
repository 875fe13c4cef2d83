import type { Definition } from "../../definition/definition.ts";
import type { EventData } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import type { Seed } from "../../definition/seed.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { OperationKeys } from "./operation-signature.ts";

/**
 * The start of an execution. The dispatcher sends it to the Temporal workflow (see `startArguments`); the interpreter and the
 * mirror read it. It contains everything that the execution needs to know about its version, so that no later edit or
 * deployment can change the execution (I8).
 */
export interface ExecutionStart {
  readonly definition: Definition;
  /** The hash of `definition`. A worker keeps the compiled program under this key. */
  readonly definitionHash: string;
  readonly event: EventData;
  /** In a rerun: the outputs with which nodes of the top level end at once, without their side effects. */
  readonly seed?: Seed;
  /** After a continue-as-new: the state in which the run before stopped. */
  readonly resume?: Resume;
  /** The execution accepts only operations that are signed with one of these keys (I15). */
  readonly operationKeys?: OperationKeys;
  /**
   * The execution accepts operations from whoever reaches Temporal. Tests and benchmarks say so. Without keys and without this word
   * an execution accepts no operation, unless its definition is older than interpreter version 3.
   */
  readonly unsignedOperations?: true;
  /** True if our search attributes exist on the Temporal server, so that the execution may set them. */
  readonly hasSearchAttributes?: true;
  /** The number of history events after which a run continues as new. Default: when Temporal suggests it. */
  readonly historyLimit?: number;
}

/** The start of an execution as the arguments of the Temporal workflow. */
export type StartArguments = readonly [start: Omit<ExecutionStart, "definition">, definition: Definition];

/**
 * Makes the workflow's arguments. The first argument begins with the payload of the event, because a person who opens the
 * execution in Temporal's Web UI looks for it. The definition comes last: it is long, and all executions of a version have the same.
 */
export function startArguments({ definition, event, ...rest }: ExecutionStart): StartArguments {
  const { data, ...about } = event;
  return [{ event: { data, ...about } as EventData, ...rest }, definition];
}

/**
 * Reads the start from a workflow's arguments; null if they are not those of an execution. In histories of interpreter
 * version 1 the definition stands inside the first argument.
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
  /** The trace hash of the run before. The mirror computes the same hash from history; a difference is reported (I3). */
  readonly traceHash: string;
  /** The number of this run in its chain; it is at least 2. */
  readonly run: number;
  /**
   * The signed operations that earlier runs have carried out, with the moments at which their signatures expire. Until then
   * somebody who has read one in history could send it again, and Temporal ignores a repeated Update only within one run.
   */
  readonly carriedOut?: readonly (readonly [id: string, expiresAt: number])[];
}

/** What the Temporal workflow returns. */
export interface ExecutionResult {
  readonly status: "completed" | "completedWithErrors";
  readonly output: Json;
  /** The hash of the trace. The mirror computes the same hash from history; a difference is reported (I3). */
  readonly traceHash: string;
}
