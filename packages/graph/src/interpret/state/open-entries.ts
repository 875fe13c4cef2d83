import type { OpenEntry } from "./open-entry.ts";
import type { Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";

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

export function scopeOf(run: Run, entry: OpenEntry): ScopeInstance {
  return run.scopes.get(entry.scope)!;
}
