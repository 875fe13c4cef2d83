import { freeze } from "../compile/freeze.ts";
import type { Definition } from "../definition/definition.ts";
import type { EventData } from "../definition/graph.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { Problem } from "../definition/problem.ts";
import { declaredFacts } from "../definition/trigger-when.ts";
import { triggerId, type Trigger } from "../definition/trigger.ts";
import type { FactRoot } from "../expression/expression-scope.ts";
import { compileTriggers } from "../match/compile-triggers.ts";
import type { Facts } from "../match/known-facts.ts";
import { matchEvent } from "../match/match-event.ts";
import { asksNames } from "../match/trace-match.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { checkDraft } from "../validate/check-draft.ts";
import { playScript, type Clock } from "./play-script.ts";
import type { SimulatedFacts, Simulation, SimulationLimits, SimulationScript } from "./simulation.ts";

/** What is simulated: a version, whose definition is kept, or a draft, which has to be checked first. */
export type Simulated =
  | { readonly definition: Definition; readonly triggers: readonly Trigger[] }
  | {
      readonly draft: { readonly graph: unknown; readonly triggers: readonly Trigger[] };
      readonly workflow: { readonly id: string; readonly name: string };
    };

export interface SimulationRequest {
  readonly simulated: Simulated;
  readonly event: EventData;
  readonly known: SimulatedFacts;
  readonly script: SimulationScript;
  readonly limits: SimulationLimits;
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
}

/** What was simulated, or why the graph could not be published. */
export type SimulatedDefinition =
  | { readonly simulation: Simulation; readonly trace: readonly TraceEntry[] }
  | { readonly refused: readonly Problem[] };

/** Simulates the definition that an execution would have. A graph that could not be published is refused with its problems. */
export async function simulateDefinition(request: SimulationRequest, clock: Clock): Promise<SimulatedDefinition> {
  const { event, script, limits, types, known } = request;
  const frozen = freezeSimulated(request);
  if ("refused" in frozen) return frozen;
  const { definition, triggers, problems } = frozen;
  const { simulation, trace } = await playScript(definition, event, script, limits, types, clock);
  return {
    simulation: { ...simulation, event, trigger: matched(triggers, event, definition, known), problems },
    trace,
  };
}

interface Frozen {
  readonly definition: Definition;
  readonly triggers: readonly Trigger[];
  readonly problems: readonly Problem[];
}

function freezeSimulated({ simulated, types }: SimulationRequest): Frozen | { readonly refused: readonly Problem[] } {
  if ("definition" in simulated) return { ...simulated, problems: [] };
  const { draft, workflow } = simulated;
  const { graph, problems, publishable } = checkDraft(draft, { types }, workflow);
  if (graph === null || !publishable) return { refused: problems };
  const definition = freeze({ graph, types, workflow: { id: workflow.id, name: workflow.name, version: 0 } });
  return { definition, triggers: draft.triggers, problems };
}

function matched(
  triggers: readonly Trigger[],
  event: EventData,
  { workflow }: Definition,
  known: SimulatedFacts,
): Simulation["trigger"] {
  if (triggers.length === 0) return null;
  const facts = factsFor(triggers, event, known);
  // As if the event were stored at its own time.
  const match = matchEvent(compileTriggers(triggers, workflow.id), event, workflow, {
    ...{ receivedAt: Date.parse(event.time), facts },
  });
  if ("failed" in match) return { matched: false, id: null, problem: match.failed, missing: [] };
  if ("none" in match) return { matched: false, id: null, problem: null, missing: [] };
  if ("asks" in match)
    return {
      matched: false,
      id: match.asks.triggerId,
      problem: null,
      missing: asksNames(match.asks).filter((name) => !isGiven(name, known)),
    };
  const missing = match.history === undefined || known.ranBefore === false ? [] : ["history"];
  return { matched: true, id: match.triggerId, problem: null, missing };
}

function isGiven(name: string, known: SimulatedFacts): boolean {
  const [root, ...rest] = name.split(".") as [FactRoot, ...string[]];
  return Object.hasOwn(known[root] ?? {}, rest.join("."));
}

/** The same facts for each trigger that they suffice for. */
function factsFor(triggers: readonly Trigger[], event: EventData, known: SimulatedFacts): Facts {
  return Object.fromEntries(
    triggers.map((trigger, index) => {
      const names = declaredFacts(trigger.when);
      const given = (root: FactRoot) => {
        const values = known[root];
        return values !== undefined && names[root].every((name) => Object.hasOwn(values, name))
          ? { [root]: values }
          : {};
      };
      const ranBefore = trigger.when?.history !== undefined &&
        known.ranBefore === true && {
          ranBefore: { eventId: "evt_before", executionId: null, at: event.time },
        };
      return [triggerId(trigger, index), { ...given("state"), ...given("lookup"), ...ranBefore }];
    }),
  );
}
