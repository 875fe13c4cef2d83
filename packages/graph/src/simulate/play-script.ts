import { compile, UnknownInterpreterVersion } from "../compile/compile.ts";
import type { Definition } from "../definition/definition.ts";
import type { Failure } from "../definition/failure.ts";
import type { EventData } from "../definition/graph.ts";
import { jsonSize } from "../definition/json-size.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { foldTrace } from "./fold-trace.ts";
import { LocalRun } from "./local-runner.ts";
import { ScriptedOutcomes } from "./scripted-outcomes.ts";
import type { Simulation, SimulationLimits, SimulationScript, SimulationWarning } from "./simulation.ts";

/** A simulation has a thread for itself meanwhile, so it may take only this long. */
export const MAX_SIMULATION_MS = 5_000;
/** The most bytes that the inputs and outputs of all steps may have together. */
const MAX_RESULT_BYTES = 16 * 1024 * 1024;

export interface Played {
  readonly simulation: Omit<Simulation, "event" | "trigger" | "problems">;
  readonly trace: readonly TraceEntry[];
}

/** Real milliseconds since any fixed moment. This package has no clock of its own, so its caller gives one. */
export type Clock = () => number;

/** Runs the definition on virtual time with the events of the script. `clock` bounds the real time that it takes. */
export async function playScript(
  definition: Definition,
  event: EventData,
  script: SimulationScript,
  limits: SimulationLimits,
  types: ReadonlyMap<string, NodeTypeManifest>,
  clock: Clock,
): Promise<Played> {
  const startAt = Date.parse(event.time);
  const outcomes: ScriptedOutcomes = new ScriptedOutcomes(script, types, (path, reply, at) =>
    run?.reply(path, reply, at),
  );
  const { signals, replies, operations, cancelAfterMs } = script;
  let run: LocalRun | undefined;
  let stopped: Failure | null = null;
  try {
    run = new LocalRun(compile(definition), event, {
      ...{ executionId: "simulation", startAt, signals, replies, operations },
      runStep: (step, attempt, at) => outcomes.attempt(step, attempt, at),
      ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    });
    stopped = await advanceWithin(run, startAt, limits, clock);
  } catch (error) {
    if (!(error instanceof UnknownInterpreterVersion)) throw error;
    const hint = "Publish the workflow again.";
    stopped = { code: "DEFINITION_INVALID", message: error.message, hint, retryable: false };
  }
  const {
    status = "stuck",
    output = null,
    failure = null,
    trace = [],
    operationResults = [],
    tookMs = 0,
  } = run?.result() ?? {};
  const simulation = {
    status: stopped !== null ? ("stopped" as const) : status === "stuck" ? ("waiting" as const) : status,
    output,
    error: stopped ?? failure,
    ...foldTrace(trace, definition, startAt, outcomes),
    warnings: [
      ...outcomes.warnings(),
      ...operationResults.flatMap((result): SimulationWarning[] =>
        result.ok ? [] : [{ code: "OPERATION_REFUSED", path: null, message: `${result.code}: ${result.message}` }],
      ),
    ],
    tookMs,
  };
  return { simulation, trace };
}

/** Advances until nothing is scheduled, or until a bound is crossed: then it says which. */
async function advanceWithin(
  run: LocalRun,
  startAt: number,
  limits: SimulationLimits,
  clock: Clock,
): Promise<Failure | null> {
  const until = clock() + MAX_SIMULATION_MS;
  const { trace } = run.result();
  let counted = 0;
  let bytes = 0;
  for (; run.nextAt !== null; await run.advance()) {
    for (; counted < trace.length; counted += 1) {
      const { input, output } = trace[counted]!;
      if (input !== undefined) bytes += jsonSize(input, MAX_RESULT_BYTES);
      if (output !== undefined) bytes += jsonSize(output, MAX_RESULT_BYTES);
    }
    if (run.nextAt - startAt > limits.maxVirtualMs)
      return beyond(
        `went past ${String(limits.maxVirtualMs)} ms of virtual time`,
        "Raise `maxVirtualMs`, or shorten the waits.",
      );
    if (trace.length > limits.maxSteps)
      return beyond(
        `has more than ${String(limits.maxSteps)} changes of steps`,
        "Raise `maxSteps`, or give its loops fewer rounds.",
      );
    if (bytes > MAX_RESULT_BYTES)
      return beyond(
        `has inputs and outputs of more than ${String(MAX_RESULT_BYTES)} bytes together`,
        "Give smaller outputs, or fewer rounds.",
      );
    if (clock() > until)
      return beyond(
        `took longer than ${String(MAX_SIMULATION_MS)} ms`,
        "Give its loops fewer rounds, or run it for real.",
      );
  }
  return null;
}

function beyond(what: string, hint: string): Failure {
  return { code: "SIMULATION_LIMIT", message: `The simulation ${what}.`, hint, retryable: false };
}
