import type { Json } from "../../definition/json.ts";
import type { ScopeState } from "./machine-state.ts";
import type { Run } from "./run.ts";
import { freeReads, newScopeInstance, NodeStatus, type ScopeInstance } from "./scope-instance.ts";

/** A scope as plain JSON. Nodes that are still in their initial state are left out. */
export function snapshotScope(scope: ScopeInstance): ScopeState {
  const nodes: { [id: string]: readonly [NodeStatus, number, number] } = {};
  const outputs: { [id: string]: Json } = {};
  for (const { index, id } of scope.program.nodes) {
    const [status, taken, dead] = [scope.status[index]!, scope.taken[index]!, scope.dead[index]!];
    if (status !== NodeStatus.idle || taken > 0 || dead > 0) nodes[id] = [status, taken, dead];
    const output = scope.outputs[index];
    if (output !== undefined) outputs[id] = output;
  }
  const { path, vars, ends, lasts, active, closing, deferred, undoing } = scope;
  return {
    key: scope.key,
    parent: scope.parent?.key ?? null,
    program: scope.program.index,
    path,
    ...(scope.index !== undefined && { index: scope.index }),
    ...(scope.item !== undefined && { item: scope.item }),
    nodes,
    outputs,
    vars: vars === null ? null : { ...vars },
    ends: { ...ends },
    lasts: { ...lasts },
    active,
    closing,
    deferred,
    others: [...scope.others],
    undo: [...scope.undo],
    undoing: undoing === null ? null : { left: [...undoing.left], failures: [...undoing.failures] },
  };
}

/** Restores a scope. The scope around it must have been restored before. */
export function restoreScope(run: Run, state: ScopeState): ScopeInstance {
  const { program } = run;
  const parent = state.parent === null ? null : run.scopes.get(state.parent)!;
  const scope = newScopeInstance(program.scopes[state.program]!, parent, {
    key: state.key,
    path: state.path,
    ...(state.index !== undefined && { index: state.index }),
    ...(state.item !== undefined && { item: state.item }),
  });
  for (const [id, [status, taken, dead]] of Object.entries(state.nodes)) {
    const node = program.nodeById.get(id)!;
    scope.status[node.index] = status;
    scope.taken[node.index] = taken;
    scope.dead[node.index] = dead;
    if (status === NodeStatus.queued) scope.queued += 1;
    else if (status === NodeStatus.ended || status === NodeStatus.skipped) freeReads(scope, node);
  }
  for (const [id, output] of Object.entries(state.outputs)) scope.outputs[program.nodeById.get(id)!.index] = output;
  scope.vars = state.vars === null ? null : { ...state.vars };
  scope.ends = { ...state.ends };
  scope.lasts = { ...state.lasts };
  scope.active = state.active;
  scope.closing = state.closing;
  scope.deferred = state.deferred;
  scope.others = [...state.others];
  scope.undo = [...state.undo];
  scope.undoing =
    state.undoing === null ? null : { left: [...state.undoing.left], failures: [...state.undoing.failures] };
  return scope;
}
