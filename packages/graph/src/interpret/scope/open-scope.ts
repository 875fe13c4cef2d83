import type { ProgramScope } from "../state/program.ts";
import type { Run } from "../state/run.ts";
import { newScopeInstance, type ScopeInstance, type ScopePlace } from "../state/scope-instance.ts";
import { queue } from "../step/tokens.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Begins a child scope of a container: its roots are queued. A scope without nodes ends at once. */
export function openScope(run: Run, entry: OpenEntry, program: ProgramScope, place: ScopePlace): ScopeInstance {
  const scope = newScopeInstance(program, scopeOf(run, entry), place);
  run.scopes.set(scope.key, scope);
  entry.children!.add(scope.key);
  run.visits += 1;
  for (const node of program.roots) queue(run, scope, node, false);
  for (const node of program.deadHeads) queue(run, scope, node, true);
  if (scope.active === 0) run.idle.push(scope);
  return scope;
}
