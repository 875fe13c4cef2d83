import {
  compile,
  runLocally,
  UnknownInterpreterVersion,
  type Definition,
  type EventData,
  type Failure,
  type Json,
  type NodeTypeManifest,
} from "@tempograph/graph";
import { setImmediate } from "node:timers/promises";
import { foldTrace } from "./fold-trace.ts";
import { ScriptedOutcomes } from "./scripted-outcomes.ts";
import type {
  Simulation,
  SimulationLimits,
  SimulationScript,
  SimulationStatus,
  SimulationWarning,
} from "./simulation.ts";
import { SimulationStopped, WatchedMachine } from "./watched-machine.ts";

/** Milliseconds after which a simulation lets other requests run. */
const TURN_MS = 20;
type Played = Omit<Simulation, "event" | "trigger" | "problems">;

/** Runs the definition on virtual time with the events of the script. It is pure except that it pauses to let other requests run. */
export async function playScript(
  definition: Definition,
  event: EventData,
  script: SimulationScript,
  limits: SimulationLimits,
  types: ReadonlyMap<string, NodeTypeManifest>,
): Promise<Played> {
  const outcomes = new ScriptedOutcomes(script, types);
  const startAt = Date.parse(event.time);
  let turnUntil = performance.now() + TURN_MS;
  let machine: WatchedMachine | undefined;
  let status: SimulationStatus;
  let output: Json = null;
  let error: Failure | null = null;
  try {
    const program = compile(definition);
    machine = new WatchedMachine(program, startAt, limits, outcomes);
    const { signals, replies, operations, cancelAfterMs } = script;
    const result = await runLocally(program, event, {
      executionId: "simulation",
      startAt,
      machine,
      runStep: async (step, attempt, at) => {
        // Let other requests run.
        if (performance.now() > turnUntil) {
          await setImmediate();
          turnUntil = performance.now() + TURN_MS;
        }
        return outcomes.attempt(step, attempt, at);
      },
      signals,
      replies,
      operations,
      ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    });
    status = result.status === "stuck" ? "waiting" : result.status;
    output = result.output ?? null;
    error = result.failure ?? null;
  } catch (thrown) {
    if (!(thrown instanceof SimulationStopped) && !(thrown instanceof UnknownInterpreterVersion)) throw thrown;
    status = "stopped";
    const { message } = thrown;
    error =
      thrown instanceof SimulationStopped
        ? { code: "SIMULATION_LIMIT", message, hint: thrown.hint, retryable: false }
        : { code: "DEFINITION_INVALID", message, hint: "Publish the workflow again.", retryable: false };
  }
  const trace = machine?.trace ?? [];
  const folded = foldTrace(trace, definition, startAt, outcomes);
  const tookMs = (machine?.now ?? startAt) - startAt;
  return { status, output, error, ...folded, warnings: [...outcomes.warnings(), ...refusals(machine)], tookMs };
}

function refusals(machine: WatchedMachine | undefined): SimulationWarning[] {
  return (machine?.refused ?? []).map(({ code, message }) => ({
    code: "OPERATION_REFUSED",
    path: null,
    message: `${code}: ${message}`,
  }));
}
