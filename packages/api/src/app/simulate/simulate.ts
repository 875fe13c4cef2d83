import { compileTriggers, matchEvent, type Definition, type EventData, type Trigger } from "@tempograph/graph";
import type { AppDeps } from "../app-deps.ts";
import { ok, type Result } from "../app-error.ts";
import { knownNodeTypes } from "../known-node-types.ts";
import { loadDefinition } from "./load-definition.ts";
import { playScript } from "./play-script.ts";
import { readEvent, readLimits, type SimulateInput } from "./read-simulation.ts";
import type { Simulation, SimulationScript } from "./simulation.ts";

export type { SimulateInput } from "./read-simulation.ts";

/**
 * Runs a graph on virtual time with outcomes that the caller gives, to show what an execution would do. It uses the same machine
 * as on Temporal; nothing is carried out and nothing is stored.
 */
export async function simulate(
  deps: AppDeps,
  input: SimulateInput,
  script: SimulationScript,
): Promise<Result<Simulation>> {
  const types = await knownNodeTypes(deps.db);
  const loaded = await loadDefinition(deps, input, types);
  if (!loaded.ok) return loaded;
  const { definition, triggers, problems } = loaded.value;
  const event = readEvent(input);
  if (!event.ok) return event;
  const limits = readLimits(input);
  if (!limits.ok) return limits;
  const run = await playScript(definition, event.value, script, limits.value, types);
  return ok({ ...run, event: event.value, trigger: matched(triggers, event.value, definition), problems });
}

function matched(triggers: readonly Trigger[], event: EventData, { workflow }: Definition): Simulation["trigger"] {
  if (triggers.length === 0) return null;
  const match = matchEvent(compileTriggers(triggers), event, workflow);
  if ("failed" in match) return { matched: false, id: null, problem: match.failed };
  return "triggerId" in match
    ? { matched: true, id: match.triggerId, problem: null }
    : { matched: false, id: null, problem: null };
}
