import {
  leavingEdges,
  type EventData,
  type Graph,
  type Problem,
  type Simulation,
  type TraceEntry,
  type Trigger,
} from "@tempograph/graph";
import { useMemo } from "react";
import { drawnEdges, portOf } from "../canvas/edit/drawn-edges.ts";
import { TracePlayer } from "../replay/trace-player.ts";
import { useMachine } from "../machine/use-machine.ts";
import { answersOf, scriptOf, type OutcomeChoice } from "./outcome-choice.ts";

const LIMITS = { maxSteps: 20_000, maxVirtualMs: 366 * 86_400_000 };

export interface Tried {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  readonly workflow: { readonly id: string; readonly name: string };
  /** Null: nothing is simulated, because the event cannot be read. */
  readonly event: EventData | null;
  readonly outcomes: ReadonlyMap<string, OutcomeChoice>;
}

export interface SimulationShown {
  readonly simulation: Simulation | undefined;
  readonly player: TracePlayer | undefined;
  /** Why the graph cannot be simulated: it could not be published either. */
  readonly refused: readonly Problem[];
  readonly error: Error | undefined;
  readonly isPending: boolean;
}

/** Simulates the graph in the browser whenever something changes. */
export function useSimulation({ graph, triggers, workflow, event, outcomes }: Tried): SimulationShown {
  const request = useMemo(
    () =>
      event && {
        simulated: { draft: { graph, triggers }, workflow },
        ...{ event, known: {}, script: scriptOf(outcomes), answers: answersOf(outcomes), limits: LIMITS },
      },
    [graph, triggers, workflow, event, outcomes],
  );
  const { value, error, isPending } = useMachine("simulate", request, { lane: "simulate" });
  const player = useMemo(
    () => (value === undefined || "refused" in value ? undefined : playerOf(graph, value.trace)),
    [value, graph],
  );
  const simulation = value === undefined || "refused" in value ? undefined : value.simulation;
  const refused = value !== undefined && "refused" in value ? value.refused : [];
  return { simulation, player, refused, error, isPending };
}

/** Plays the trace of a simulation of the graph. */
export function playerOf(graph: Graph, trace: readonly TraceEntry[]): TracePlayer {
  const edges = drawnEdges(graph).map((edge) => ({ ...edge, port: portOf(edge) }));
  const player = new TracePlayer(leavingEdges({ edges }));
  player.add(trace);
  return player;
}
