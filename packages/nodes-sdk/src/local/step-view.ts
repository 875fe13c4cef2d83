import type { Failure, Json, TraceEntry } from "@tempograph/graph";

export type LocalStepStatus =
  | "running"
  | "waiting"
  | "incident"
  | "completed"
  | "completedLate"
  | "failed"
  | "skipped"
  | "cancelled"
  | "notReached";

/** One visit of one node, as it is now. */
export interface LocalStep {
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  readonly status: LocalStepStatus;
  /** The port that it ended on. */
  readonly port?: string;
  /** Rendered. */
  readonly input?: Json;
  readonly output?: Json;
  readonly failure?: Failure;
  /** Virtual ms since epoch. */
  readonly startedAt: number;
  /** Virtual ms since epoch; absent while it is open. */
  readonly endedAt?: number;
  /** Ended so by the seed, without running. */
  readonly seeded?: true;
  /** Who ended it, where a person did. */
  readonly by?: string;
}

/** By step path (`notify`, `each[3]/notify`), in the order in which they came up. */
export interface LocalSteps {
  readonly [path: string]: LocalStep;
}

const OPEN: ReadonlySet<LocalStepStatus> = new Set(["running", "waiting", "incident"]);

/** Folds a trace into the state of each step. */
export function stepView(trace: readonly TraceEntry[]): LocalSteps {
  const steps = new Map<string, LocalStep>();
  for (const entry of trace) {
    const { path, nodeId, type, kind, at, port, input, output, failure, seeded, by } = entry;
    if (kind === "paused" || kind === "resumed") continue;
    const status = kind === "scheduled" || kind === "started" ? "running" : kind;
    const before = steps.get(path);
    steps.set(path, {
      path,
      nodeId,
      type,
      status,
      startedAt: before?.startedAt ?? at,
      ...(before?.input !== undefined && { input: before.input }),
      ...(input !== undefined && { input }),
      ...(port !== undefined && { port }),
      ...(output !== undefined && { output }),
      ...(failure !== undefined && { failure }),
      ...(!OPEN.has(status) && { endedAt: at }),
      ...(seeded && { seeded }),
      ...(by !== undefined && { by }),
    });
  }
  return Object.fromEntries(steps);
}
