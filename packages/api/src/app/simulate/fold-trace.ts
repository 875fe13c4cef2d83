import { descriptorOf, type Definition, type DefinitionEdge, type Json, type TraceEntry } from "@tempograph/graph";
import type { Awaited, SimulatedStep, SimulatedStepStatus, TakenEdge } from "./simulation.ts";

type Draft = { -readonly [Key in keyof SimulatedStep]: SimulatedStep[Key] } & { until: number | null };

/** Path of the entries that are about the whole execution. */
const GATE = "!gate";

const STATUS: { readonly [Kind in TraceEntry["kind"]]?: SimulatedStepStatus } = {
  scheduled: "running",
  started: "running",
  waiting: "waiting",
  incident: "incident",
  completed: "completed",
  completedLate: "completedLate",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
  notReached: "notReached",
};
const OPEN: ReadonlySet<SimulatedStepStatus> = new Set(["running", "waiting", "incident"]);
const NEVER_BEGUN: ReadonlySet<SimulatedStepStatus> = new Set(["skipped", "notReached"]);

export interface FoldedTrace {
  readonly steps: readonly SimulatedStep[];
  readonly taken: readonly TakenEdge[];
  readonly waitingFor: readonly Awaited[];
}

/** A trace as what a reader wants to see: each step once, the edges that were taken, what is still open. */
export function foldTrace(
  trace: readonly TraceEntry[],
  definition: Definition,
  startAt: number,
  facts: { readonly attempts: ReadonlyMap<string, number>; readonly generated: ReadonlySet<string> },
): FoldedTrace {
  const steps = new Map<string, Draft>();
  const taken: TakenEdge[] = [];
  const leaving = edgesByPort(definition);
  let paused = false;
  for (const entry of trace) {
    if (entry.path === GATE) {
      paused = entry.kind === "paused";
      continue;
    }
    const atMs = entry.at - startAt;
    foldEntry(steps, entry, atMs, facts);
    for (const edge of edgesTaken(entry, leaving))
      taken.push({ edge: edge.id, source: edge.source, target: edge.target, port: edge.port, path: entry.path, atMs });
  }
  const waitingFor = [...steps.values()]
    .filter((step) => OPEN.has(step.status))
    .map((step) => awaitedBy(step, startAt));
  if (paused) waitingFor.push({ path: GATE, nodeId: "", kind: "resume", name: null, untilMs: null });
  return { steps: [...steps.values()].map(({ until: _, ...step }) => step), taken, waitingFor };
}

function foldEntry(
  steps: Map<string, Draft>,
  entry: TraceEntry,
  atMs: number,
  { attempts, generated }: { readonly attempts: ReadonlyMap<string, number>; readonly generated: ReadonlySet<string> },
): void {
  const status = STATUS[entry.kind];
  if (status === undefined) return;
  const { path, nodeId, type } = entry;
  let step = steps.get(path);
  if (step === undefined) {
    step = {
      ...{ path, nodeId, type, status, port: null, input: null, output: null, failure: null },
      startedAtMs: NEVER_BEGUN.has(status) ? null : atMs,
      endedAtMs: null,
      attempts: attempts.get(path) ?? 0,
      generated: generated.has(path),
      until: null,
    };
    steps.set(path, step);
  }
  step.status = status;
  step.endedAtMs = OPEN.has(status) ? null : atMs;
  step.port = entry.port ?? null;
  step.failure = entry.failure ?? null;
  if (entry.input !== undefined) step.input = entry.input;
  if (entry.output !== undefined) step.output = entry.output;
  if (entry.until !== undefined) step.until = entry.until;
}

type EdgesByPort = ReadonlyMap<string, readonly DefinitionEdge[]>;

const portKey = (node: string, port: string): string => JSON.stringify([node, port]);

function edgesByPort(definition: Definition): EdgesByPort {
  const found = new Map<string, DefinitionEdge[]>();
  for (const edge of definition.edges) {
    const key = portKey(edge.source, edge.port);
    const list = found.get(key);
    if (list === undefined) found.set(key, [edge]);
    else list.push(edge);
  }
  return found;
}

/** Rule 3: the edges of the port that a step ended on, and those of the port that its type takes in either case (`finally`). */
function edgesTaken({ nodeId, type, kind, port, path }: TraceEntry, leaving: EdgesByPort): readonly DefinitionEdge[] {
  // What compensates a step has no edges, and its node's own visit is not meant.
  if ((kind !== "completed" && kind !== "failed") || path.includes("!")) return [];
  const edges = port === undefined ? [] : (leaving.get(portKey(nodeId, port)) ?? []);
  const also = descriptorOf(type)?.also;
  return also === undefined ? edges : [...edges, ...(leaving.get(portKey(nodeId, also)) ?? [])];
}

function awaitedBy(step: Draft, startAt: number): Awaited {
  const { path, nodeId, type, status, until } = step;
  const { kind, nameIn } = descriptorOf(type)?.awaits ?? { kind: "step" };
  return {
    path,
    nodeId,
    kind: status === "incident" ? "person" : kind,
    name: nameIn === undefined ? null : textIn(step.input, nameIn),
    untilMs: until === null ? null : until - startAt,
  };
}

function textIn(input: Json, field: string): string | null {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return null;
  const value = (input as { readonly [key: string]: Json })[field];
  return typeof value === "string" ? value : null;
}
