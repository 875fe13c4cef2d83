import {
  compile,
  jsonSize,
  LocalRun,
  UnknownInterpreterVersion,
  type Definition,
  type EventData,
  type Failure,
  type NodeTypeManifest,
} from "@tempograph/graph";
import { foldTrace } from "./fold-trace.ts";
import { ScriptedOutcomes } from "./scripted-outcomes.ts";
import type { Simulation, SimulationLimits, SimulationScript, SimulationWarning } from "./simulation.ts";

/** A simulation has a thread for itself meanwhile, so it may take only this long. */
const MAX_WALL_MS = 5_000;
/** The most bytes that the inputs and outputs of all steps may have together. */
const MAX_RESULT_BYTES = 16 * 1024 * 1024;

type Played = Omit<Simulation, "event" | "trigger" | "problems">;

/** Runs the definition on virtual time with the events of the script. */
export async function playScript(
  definition: Definition,
  event: EventData,
  script: SimulationScript,
  limits: SimulationLimits,
  types: ReadonlyMap<string, NodeTypeManifest>,
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
    stopped = await advanceWithin(run, startAt, limits);
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
  return {
    status: stopped !== null ? "stopped" : status === "stuck" ? "waiting" : status,
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
}

/** Advances until nothing is scheduled, or until a bound is crossed: then it says which. */
async function advanceWithin(run: LocalRun, startAt: number, limits: SimulationLimits): Promise<Failure | null> {
  const wallUntil = performance.now() + MAX_WALL_MS;
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
    if (performance.now() > wallUntil)
      return beyond(`took longer than ${String(MAX_WALL_MS)} ms`, "Give its loops fewer rounds, or run it for real.");
  }
  return null;
}

function beyond(what: string, hint: string): Failure {
  return { code: "SIMULATION_LIMIT", message: `The simulation ${what}.`, hint, retryable: false };
}
