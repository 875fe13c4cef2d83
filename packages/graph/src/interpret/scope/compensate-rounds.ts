import type { Failure } from "../../definition/failure.ts";
import { failNode } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import type { Run } from "../state/run.ts";
import { type Closing, newScopeInstance, NodeStatus, type ScopeInstance } from "../state/scope-instance.ts";
import { startCompensating, compensatesOnFail } from "./compensate.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import { isLoop } from "../state/loop-progress.ts";

/** What completed in a scope that ended: where its container may yet fail and undo it, else to the scope around (rule 8). */
export function handUpCompensations(run: Run, entry: OpenEntry, child: ScopeInstance): void {
  if (child.undo.length === 0) return;
  const target = isLoop(entry) && compensatesOnFail(entry.node) ? (entry.memo.undo ??= []) : scopeOf(run, entry).undo;
  for (const compensation of child.undo) target.push(compensation);
}

/** Fails a container of many scopes, once what completed in those that had ended is compensated. */
export function failLoop(run: Run, entry: OpenEntry, failure: Failure): void {
  if (compensationEnded(run, entry, { kind: "failed", failure })) return;
  closeEntry(run, entry);
  failNode(run, scopeOf(run, entry), entry.node, failure);
}

/** Undoes what completed in rounds, items and branches that had ended. False: there is nothing. */
export function compensationEnded(run: Run, entry: OpenEntry, closing: Closing): boolean {
  if (!isLoop(entry)) return false;
  const { memo: loop, node, path } = entry;
  if (loop.undo === undefined || loop.undo.length === 0) return false;
  const scope = newScopeInstance(node.inner[0]!, scopeOf(run, entry), { key: compensationKey(entry), path });
  // It has no steps of its own, so none that it did not come to.
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
