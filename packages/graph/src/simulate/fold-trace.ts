import type { Definition, DefinitionEdge } from "../definition/definition.ts";
import type { Json } from "../definition/json.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import { foldSteps, type StepState } from "../trace/step-fold.ts";
import { isOpenStep } from "../trace/step-status.ts";
import { GATE_PATH, type TraceEntry } from "../trace/trace-entry.ts";
import type { Awaited, SimulatedStep, TakenEdge } from "./simulation.ts";

export interface FoldedTrace {
  readonly steps: readonly SimulatedStep[];
  readonly taken: readonly TakenEdge[];
  readonly waitingFor: readonly Awaited[];
}

/** Folds a trace into what a caller needs: each step once, the edges that were taken, and what open steps wait for. */
export function foldTrace(
  trace: readonly TraceEntry[],
  definition: Definition,
  startAt: number,
  facts: { readonly attempts: ReadonlyMap<string, number>; readonly generated: ReadonlySet<string> },
): FoldedTrace {
  const fold = foldSteps(trace);
  const taken: TakenEdge[] = [];
  const leaving = leavingEdges(definition);
  for (const entry of trace) {
    const atMs = entry.at - startAt;
    for (const edge of edgesTakenBy(entry, leaving))
      taken.push({ edge: edge.id, source: edge.source, target: edge.target, port: edge.port, path: entry.path, atMs });
  }
  const states = [...fold.states()];
  const waitingFor = states.filter(({ status }) => isOpenStep(status)).map((state) => awaitedBy(state, startAt));
  const gate = trace.findLast(({ path }) => path === GATE_PATH);
  if (gate?.kind === "paused")
    waitingFor.push({ path: GATE_PATH, nodeId: "", kind: "resume", name: null, untilMs: null });
  return { steps: states.map((state) => simulatedStep(state, startAt, facts)), taken, waitingFor };
}

function simulatedStep(
  state: StepState,
  startAt: number,
  { attempts, generated }: { readonly attempts: ReadonlyMap<string, number>; readonly generated: ReadonlySet<string> },
): SimulatedStep {
  const { path, nodeId, type, status, port, input = null, output = null, failure, scheduledAt, endedAt } = state;
  return {
    ...{ path, nodeId, type, port, input, output, failure },
    status: status === "scheduled" ? "running" : status,
    startedAtMs: scheduledAt === null ? null : scheduledAt - startAt,
    endedAtMs: endedAt === null ? null : endedAt - startAt,
    attempts: attempts.get(path) ?? 0,
    generated: generated.has(path),
  };
}

/** The edges of a definition by the port that they leave. */
export type LeavingEdges = ReadonlyMap<string, readonly DefinitionEdge[]>;

const portKey = (node: string, port: string): string => JSON.stringify([node, port]);

export function leavingEdges(definition: Pick<Definition, "edges">): LeavingEdges {
  const found = new Map<string, DefinitionEdge[]>();
  for (const edge of definition.edges) {
    const key = portKey(edge.source, edge.port);
    const list = found.get(key);
    if (list === undefined) found.set(key, [edge]);
    else list.push(edge);
  }
  return found;
}

/** The edges of the port that a step ended on, and those of the port that its type always takes (`finally`), see rule 3. */
export function edgesTakenBy(
  { nodeId, type, kind, port, path }: TraceEntry,
  leaving: LeavingEdges,
): readonly DefinitionEdge[] {
  // A compensation (`<path>!<node>`) takes no edges.
  if ((kind !== "completed" && kind !== "failed") || path.includes("!")) return [];
  const edges = port === undefined ? [] : (leaving.get(portKey(nodeId, port)) ?? []);
  const also = descriptorOf(type)?.also;
  return also === undefined ? edges : [...edges, ...(leaving.get(portKey(nodeId, also)) ?? [])];
}

/** What an open step waits for. `untilMs` counts from `startAt`. */
export function awaitedBy(state: StepState, startAt: number): Awaited {
  const { path, nodeId, type, status, until, input = null } = state;
  const { kind, nameIn } = descriptorOf(type)?.awaits ?? { kind: "step" };
  return {
    path,
    nodeId,
    kind: status === "incident" ? "person" : kind,
    name: nameIn === undefined ? null : textIn(input, nameIn),
    untilMs: until === null ? null : until - startAt,
  };
}

function textIn(input: Json, field: string): string | null {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return null;
  const value = (input as { readonly [key: string]: Json })[field];
  return typeof value === "string" ? value : null;
}
