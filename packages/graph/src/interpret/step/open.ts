import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { stepPath, summaryOf, timeoutPath } from "../state/step-path.ts";
import { dropUnsent } from "../effects/gate.ts";
import { armTimer, disarmTimer } from "../effects/timers.ts";
import { isHeld } from "../state/held-commands.ts";
import { traceNode } from "../effects/trace-node.ts";
import type { OpenEntry, OpenKind } from "../state/open-entry.ts";
import { register } from "../state/open-entries.ts";
import { isLoop } from "../state/loop-progress.ts";

interface TimerFields<Memo> {
  readonly memo: Memo;
  readonly input: Json;
}

/** Lets a node wait for a timer that fires at `at` (ms since epoch). */
export function openTimer<Compiled, Memo>(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode<Compiled>,
  at: number,
  { memo, input }: TimerFields<Memo>,
): void {
  const entry = openEntry(run, scope, node, "timer", memo, { until: at });
  armTimer(run, entry.path, at, summaryOf(entry.path, node.definition.label));
  traceNode(run, scope, node, "waiting", { input, until: at });
}

type EntryFields = Partial<Pick<OpenEntry, "path" | "until" | "purpose" | "key" | "revision" | "children">>;

/** Opens an entry that waits for an answer. Its path is that of the node unless `fields` has another one. */
export function openEntry<Compiled, Memo>(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode<Compiled>,
  kind: OpenKind,
  memo: Memo,
  fields: EntryFields = {},
): OpenEntry<Compiled, Memo> {
  const path = fields.path ?? stepPath(scope.path, node.segment);
  const entry = { kind, path, scope: scope.key, node, cancelling: false, memo, ...fields };
  register(run, scope, entry);
  return entry;
}

/** Removes an entry and stops its timers. */
export function closeEntry(run: Run, entry: OpenEntry): void {
  const scope = run.scopes.get(entry.scope);
  run.open.delete(entry.path);
  scope?.open?.delete(entry.path);
  // The step timed out before its activity was sent, so the activity is no longer needed.
  if (entry.kind === "step" && isHeld(run, "runStep", entry.path)) dropUnsent(run, "runStep", entry.path);
  // If the scope around the loop fails later, it compensates the steps that completed inside the loop.
  if (isLoop(entry)) for (const compensation of entry.memo.undo ?? []) scope?.undo.push(compensation);
  if (run.timers.size === 0) return;
  disarmTimer(run, timeoutPath(entry.path));
  if (entry.kind === "timer") disarmTimer(run, entry.path);
}

/**
 * Puts an entry into another phase, for example from waiting for its activity to waiting for a reply. It keeps its path and
 * moves to the end of the order of entries.
 */
export function reopenEntry<Compiled, Memo>(
  run: Run,
  entry: OpenEntry<Compiled, Memo>,
  kind: OpenKind,
  fields: Pick<EntryFields, "children"> & { readonly memo?: Memo } = {},
): OpenEntry<Compiled, Memo> {
  const scope = run.scopes.get(entry.scope)!;
  const { answer: _, ...kept } = entry;
  const next = { ...kept, ...fields, kind };
  run.open.delete(entry.path);
  scope.open?.delete(entry.path);
  register(run, scope, next);
  return next;
}

/** Starts the timer of a wait's time-out. */
export function armTimeout(run: Run, path: string, at: number): void {
  armTimer(run, timeoutPath(path), at, summaryOf(timeoutPath(path), undefined));
}
