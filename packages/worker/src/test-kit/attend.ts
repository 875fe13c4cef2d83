import { setTimeout as sleep } from "node:timers/promises";
import type { TraceEntry, Operation } from "@tempograph/graph";

/** What a person who attends to an execution can see and do. */
export interface Attended {
  /** The trace so far, as the worker reports it. */
  readonly traceNow: () => readonly TraceEntry[];
  readonly isOver: () => boolean;
  readonly steer: (operation: Operation) => Promise<unknown>;
}

/** Plays a person who resolves incidents and decides approvals, by path, until the execution is over. */
export async function attend(
  { traceNow, isOver, steer }: Attended,
  resolutions: { readonly [path: string]: Operation },
): Promise<void> {
  for (let seen = 0; !isOver();) {
    const entries = traceNow().slice(seen);
    seen += entries.length;
    for (const { path, kind } of entries) {
      const operation = resolutions[path];
      if (operation !== undefined && (kind === "incident" || (kind === "waiting" && operation.name === "decide")))
        await steer(operation);
    }
    if (entries.length === 0) await sleep(15);
  }
}
