import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Played } from "./play-nested.ts";

/**
 * Checks rule 8: if a scope or the execution fails or is cancelled, each step that completed in it (also late) is compensated
 * once, one at a time, the last one first. Steps that were skipped or seeded are not compensated.
 */
export function brokenCompensation(played: Played): readonly string[] {
  const { trace, status, batches } = played;
  const due = stepsToCompensate(played);
  const begun = trace.filter(({ kind, path }) => path.includes("!") && path !== "!gate" && isBegin(trace, kind, path));
  const broken: string[] = [];
  const times = new Map<string, number>();
  for (const { path } of begun) times.set(path, (times.get(path) ?? 0) + 1);
  for (const [path, count] of times) {
    if (count > 1) broken.push(`${path} ran ${count} times`);
    if (!due.has(path)) broken.push(`${path} compensates a step that has not completed`);
  }
  if (status === "failed" || status === "cancelled") {
    for (const path of due.keys()) if (!times.has(path)) broken.push(`${path} never ran`);
  }
  // The open entry of a compensation tells which scope carries it out.
  const last = new Map<string, number>();
  for (const { commands, after } of batches) {
    for (const command of commands) {
      if (command.kind !== "runStep" || command.purpose !== "undo") continue;
      const scope = after.open.find(({ path }) => path === command.path)?.scope;
      if (scope === undefined) continue;
      const running = after.open.filter((one) => one.purpose === "undo" && one.scope === scope).length;
      if (running > 1) broken.push(`${running} compensations of scope "${scope}" at a time`);
      const position = due.get(command.path) ?? -1;
      if (position > (last.get(scope) ?? Number.POSITIVE_INFINITY))
        broken.push(`${command.path} runs in the wrong order`);
      last.set(scope, position);
    }
  }
  return broken;
}

/** The position in the trace at which each step completed, by the path of its compensation. */
function stepsToCompensate({ trace, program }: Played): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  for (const [index, { path, nodeId, kind, seeded, by }] of trace.entries()) {
    const compensating = program.nodeById.get(nodeId)?.compensatedBy ?? null;
    if (compensating === null || path.includes("!") || seeded === true) continue;
    // An entry with a name means that a person skipped the step.
    if (kind === "completedLate" || (kind === "completed" && by === undefined))
      due.set(`${path}!${compensating.segment}`, index);
  }
  return due;
}

/** Whether the entry is the beginning of a compensation: it was scheduled, or it failed because its input could not be rendered. */
function isBegin(trace: readonly TraceEntry[], kind: string, path: string): boolean {
  if (kind === "scheduled") return true;
  return kind === "failed" && !trace.some((one) => one.path === path && one.kind === "scheduled");
}
