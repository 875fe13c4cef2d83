import type { LeavingEdges, TraceEntry, TraceKind } from "@tempograph/graph";
import { TracePlayer, type Moment } from "../../../replay/trace-player.ts";
import { toTraceStatus } from "../model/status-names.ts";
import type { ComparedStep } from "./compared-step.ts";

/** The graph as its execution left it, from its steps: the trace need not be read for that. */
export function endOf(steps: readonly ComparedStep[], leaving: LeavingEdges): Moment {
  const player = new TracePlayer(leaving);
  player.add(
    steps.map(({ path, nodeId, type, status, port, scheduledAt, startedAt, endedAt }): TraceEntry => {
      const at = Date.parse(endedAt ?? startedAt ?? scheduledAt ?? "") || 0;
      return { path, nodeId, type, kind: kindOf(status), at, ...(port !== null && { port }) };
    }),
  );
  return player.at(Infinity);
}

function kindOf(status: string): TraceKind {
  const name = toTraceStatus(status);
  return (name === "running" ? "started" : name) as TraceKind;
}
