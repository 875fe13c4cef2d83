import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { StepOutcome } from "./local-runner.ts";

/** What a step comes to without its code being run. */
export interface ScriptedOutcome {
  /** Default: what the caller of `scriptedAttempt` makes up. */
  readonly output?: Json;
  /** Default `out`. */
  readonly port?: string;
  /** The step fails with this. It is retried according to its policy unless `retryable` is false. */
  readonly failure?: Pick<Failure, "code" | "retryable" | "details"> & { readonly message?: string };
  /** This many attempts fail before the step gives `output`. Default: all. */
  readonly attempts?: number;
  /** Virtual ms of one attempt. Default 0. */
  readonly takesMs?: number;
}

/** The place under which a step's outcome is scripted: its path (`each[0]/call`), otherwise its node id. */
export function scriptedPlace(
  outcomes: Readonly<Record<string, ScriptedOutcome>>,
  { path, nodeId }: { readonly path: string; readonly nodeId: string },
): string | undefined {
  return [path, nodeId].find((place) => Object.hasOwn(outcomes, place));
}

/** The outcome of one attempt (from 1). `madeUp` gives the output if the script has none. */
export function scriptedAttempt(
  { output, port, failure, attempts = Infinity, takesMs = 0 }: ScriptedOutcome,
  attempt: number,
  madeUp: () => Json,
): StepOutcome {
  if (failure !== undefined && attempt <= attempts) return { failure: scriptedFailure(failure), takesMs };
  return { output: output === undefined ? madeUp() : output, ...(port !== undefined && { port }), takesMs };
}

export function scriptedFailure(failure: NonNullable<ScriptedOutcome["failure"]>): Failure {
  return { message: "The script says so.", ...failure };
}
