import type { Failure } from "../../definition/failure.ts";
import { failNode } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import type { Run } from "../state/run.ts";
import { type Closing, newScopeInstance, NodeStatus, type ScopeInstance } from "../state/scope-instance.ts";
import { startCompensating, compensatesOnFail } from "./compensate.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import { isLoop } from "../state/loop-progress.ts";

/**
 * Passes on the compensations of a child scope that ended (rule 8): to the loop itself if the loop compensates when it
 * fails, otherwise to the scope around the container.
 */
export function passUpCompensations(run: Run, entry: OpenEntry, child: ScopeInstance): void {
  if (child.undo.length === 0) return;
  const target = isLoop(entry) && compensatesOnFail(entry.node) ? (entry.memo.undo ??= []) : scopeOf(run, entry).undo;
  for (const compensation of child.undo) target.push(compensation);
}

/** Fails a container with many child scopes. If it has compensations of ended child scopes, they run first. */
export function failLoop(run: Run, entry: OpenEntry, failure: Failure): void {
  if (compensateEnded(run, entry, { kind: "failed", failure })) return;
  closeEntry(run, entry);
  failNode(run, scopeOf(run, entry), entry.node, failure);
}

/**
 * Runs the compensations of rounds, items and branches that have ended, in a scope of its own.
 *
 * @returns whether there are any; if not, nothing is started
 */
export function compensateEnded(run: Run, entry: OpenEntry, closing: Closing): boolean {
  if (!isLoop(entry)) return false;
  const { memo: loop, node, path } = entry;
  if (loop.undo === undefined || loop.undo.length === 0) return false;
  const scope = newScopeInstance(node.inner[0]!, scopeOf(run, entry), { key: compensationKey(entry), path });
  // No node of this scope is to run, and none may be reported as not reached.
  scope.status.fill(NodeStatus.ended);
  scope.closing = closing;
  scope.undo = loop.undo;
  loop.undo = [];
  run.scopes.set(scope.key, scope);
  entry.children!.add(scope.key);
  startCompensating(run, scope);
  return true;
}

export function isCompensatingScope(entry: OpenEntry, scope: ScopeInstance): boolean {
  return scope.key === compensationKey(entry);
}

function compensationKey({ path }: OpenEntry): string {
  return `${path}!undo`;
}
