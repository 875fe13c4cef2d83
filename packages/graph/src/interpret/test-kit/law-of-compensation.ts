import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Played } from "./play-nested.ts";

/**
 * Rule 8: each step that completed, also late, is compensated once where its scope or the execution fails or is cancelled, the last
 * first, one at a time; never one that was skipped or seeded.
 */
export function brokenCompensation(played: Played): readonly string[] {
  const { trace, status, batches } = played;
  const due = stepsToCompensate(played);
  const undone = trace.filter(({ kind, path }) => path.includes("!") && path !== "!gate" && isBegin(trace, kind, path));
  const broken: string[] = [];
  const times = new Map<string, number>();
  for (const { path } of undone) times.set(path, (times.get(path) ?? 0) + 1);
  for (const [path, count] of times) {
    if (count > 1) broken.push(`${path} ran ${count} times`);
    if (!due.has(path)) broken.push(`${path} undoes what has not completed`);
  }
  if (status === "failed" || status === "cancelled") {
    for (const path of due.keys()) if (!times.has(path)) broken.push(`${path} never ran`);
  }
  // Which scope compensates a step, the open entry of the compensating says.
  const last = new Map<string, number>();
  for (const { commands, after } of batches) {
    for (const command of commands) {
      if (command.kind !== "runStep" || command.purpose !== "undo") continue;
      const scope = after.open.find(({ path }) => path === command.path)?.scope;
      if (scope === undefined) continue;
      const running = after.open.filter((one) => one.purpose === "undo" && one.scope === scope).length;
      if (running > 1) broken.push(`${running} compensations of scope "${scope}" at a time`);
      const position = due.get(command.path) ?? -1;
      if (position > (last.get(scope) ?? Number.POSITIVE_INFINITY)) broken.push(`${command.path} is undone too late`);
      last.set(scope, position);
    }
  }
  return broken;
}

/** By the path of what compensates them: where in the trace they completed. */
function stepsToCompensate({ trace, program }: Played): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  for (const [index, { path, nodeId, kind, seeded, by }] of trace.entries()) {
    const undo = program.nodeById.get(nodeId)?.undo ?? null;
    if (undo === null || path.includes("!") || seeded === true) continue;
    // With a name: an operator went past it.
    if (kind === "completedLate" || (kind === "completed" && by === undefined))
      due.set(`${path}!${undo.segment}`, index);
  }
  return due;
}

/** Its command; or its failure, where its input could not be rendered. */
function isBegin(trace: readonly TraceEntry[], kind: string, path: string): boolean {
  if (kind === "scheduled") return true;
  return kind === "failed" && !trace.some((one) => one.path === path && one.kind === "scheduled");
}
