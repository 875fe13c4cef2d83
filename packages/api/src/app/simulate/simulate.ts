import type { Simulation, SimulationScript } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { ok, refuse, type Result } from "../app-error.ts";
import { knownNodeTypes } from "../known-node-types.ts";
import { invalidGraph } from "../read-draft.ts";
import { loadSimulated } from "./load-simulated.ts";
import { readEvent, readKnown, readLimits, type SimulateInput } from "./read-simulation.ts";

export type { SimulateInput } from "./read-simulation.ts";

/**
 * Runs a graph on virtual time with outcomes that the caller gives, to show what an execution would do. It uses the same machine
 * as on Temporal; nothing is carried out and nothing is stored.
 */
export async function simulate(
  deps: AppDeps,
  caller: Principal,
  input: SimulateInput,
  script: SimulationScript,
): Promise<Result<Simulation>> {
  const simulated = await loadSimulated(deps, input);
  if (!simulated.ok) return simulated;
  const event = readEvent(input);
  if (!event.ok) return event;
  const known = readKnown(input);
  if (!known.ok) return known;
  const limits = readLimits(input);
  if (!limits.ok) return limits;
  const types = await knownNodeTypes(deps.db);
  const parts = {
    simulated: simulated.value,
    event: event.value,
    known: known.value,
    script,
    limits: limits.value,
    types,
  };
  const found = await deps.compute.session(caller, (run) => run("simulateDefinition", parts));
  return "refused" in found ? refuse(invalidGraph(found.refused)) : ok(found.simulation);
}
