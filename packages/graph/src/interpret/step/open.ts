import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../../compile/program.ts";
import type { OpenEntry, OpenKind, Run } from "../run.ts";
import type { ScopeInstance } from "../scope/scope-instance.ts";
import { stepPath, summaryOf, timeoutPath } from "./step-path.ts";
import { armTimer, disarmTimer } from "../batch/timers.ts";
import { traceNode } from "./trace-node.ts";

interface OpenFields {
  readonly input?: Json;
  readonly memo?: Json;
}

/** Opens a timer for a node that waits; `at` in ms since epoch. */
export function openTimer(run: Run, scope: ScopeInstance, node: ProgramNode, at: number, fields: OpenFields): void {
  const entry = openEntry(run, scope, node, "timer", {
    ...(fields.memo !== undefined && { memo: fields.memo }),
    until: at,
  });
  armTimer(run, entry.path, at, summaryOf(entry.path, node.definition.label));
  traceNode(run, scope, node, "waiting", { ...(fields.input !== undefined && { input: fields.input }), until: at });
}

type EntryFields = Partial<Omit<OpenEntry, "kind" | "scope" | "node" | "cancelling">>;

/** Registers something that will answer for the node. Its path is the node's unless another is given. */
export function openEntry(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  kind: OpenKind,
  fields: EntryFields = {},
): OpenEntry {
  const path = fields.path ?? stepPath(scope.path, node.segment);
  const entry: OpenEntry = { kind, path, scope: scope.key, node, cancelling: false, ...fields };
  register(run, scope, entry);
  return entry;
}

/** What was open is no more; its timers stop. */
export function closeEntry(run: Run, entry: OpenEntry): void {
  const scope = run.scopes.get(entry.scope);
  run.open.delete(entry.path);
  scope?.open?.delete(entry.path);
  // A loop that has not failed: what completed in it is for the scope around to compensate.
  for (const compensation of entry.loop?.undo ?? []) scope?.undo.push(compensation);
  if (run.timers.size === 0) return;
  disarmTimer(run, timeoutPath(entry.path));
  if (entry.kind === "timer") disarmTimer(run, entry.path);
}

/** The same wait in another phase: under the same path, as the youngest. */
export function reopenEntry(run: Run, entry: OpenEntry, kind: OpenKind, fields: EntryFields = {}): OpenEntry {
  const scope = run.scopes.get(entry.scope)!;
  const { answer: _, ...kept } = entry;
  const next: OpenEntry = { ...kept, ...fields, kind };
  run.open.delete(entry.path);
  scope.open?.delete(entry.path);
  register(run, scope, next);
  return next;
}

/** Makes an entry known to the execution, and to a scope inside it: the top scope's are those of its key in `run.open`. */
export function register(run: Run, scope: ScopeInstance, entry: OpenEntry): void {
  run.open.set(entry.path, entry);
  scope.open?.set(entry.path, entry);
}

/** What waits in the scope itself, the eldest first. */
export function openIn(run: Run, scope: ScopeInstance): readonly OpenEntry[] {
  if (scope.open !== null) return [...scope.open.values()];
  return [...run.open.values()].filter((entry) => entry.scope === scope.key);
}

/** A wait's time-out, where the author gave one. */
export function armTimeout(run: Run, path: string, at: number): void {
  armTimer(run, timeoutPath(path), at, summaryOf(timeoutPath(path), undefined));
}
