import type { OpenEntry } from "./open-entry.ts";
import type { Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";

/** Adds an entry to the run and to its scope. The top scope has no list, because most entries of `run.open` belong to it. */
export function register(run: Run, scope: ScopeInstance, entry: OpenEntry): void {
  run.open.set(entry.path, entry);
  scope.open?.set(entry.path, entry);
}

/** The open entries of the scope itself, without those of scopes inside it, oldest first. */
export function openIn(run: Run, scope: ScopeInstance): readonly OpenEntry[] {
  if (scope.open !== null) return [...scope.open.values()];
  return [...run.open.values()].filter((entry) => entry.scope === scope.key);
}

export function scopeOf(run: Run, entry: OpenEntry): ScopeInstance {
  return run.scopes.get(entry.scope)!;
}
