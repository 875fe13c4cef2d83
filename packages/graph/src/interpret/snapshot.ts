import type { Json } from "../definition/json.ts";
import { INTERPRETER_VERSION } from "../definition/definition.ts";
import type { Program } from "../compile/program.ts";
import type { MachineState, OpenState, ScopeState } from "./machine-state.ts";
import { newRun, type OpenEntry, type Run } from "./run.ts";
import { NodeStatus, newScopeInstance, type ScopeInstance } from "./scope-instance.ts";
import { freeReads } from "./tokens.ts";

/** The state as plain JSON. Shares values with the run: JSON values are never changed in place. */
export function snapshotRun(run: Run): MachineState {
  const scopes: { [path: string]: ScopeState } = {};
  for (const [path, scope] of run.scopes) scopes[path] = snapshotScope(run, scope);
  return {
    formatVersion: 1,
    interpreterVersion: INTERPRETER_VERSION,
    executionId: run.executionId,
    event: run.event,
    status: run.status,
    at: run.at,
    scopes,
    open: [...run.open.values()].map(snapshotOpen),
    work: run.work.slice(run.next).map(({ scope, node, skip }) => ({ scope: scope.path, node: node.id, skip })),
    yielding: run.yielding,
    mailbox: [...run.mailbox],
    droppedSignals: run.droppedSignals,
    hadErrors: run.hadErrors,
    unsettledBurst: run.unsettledBurst,
    settling: run.settling,
  };
}

/** The inverse: a run that behaves exactly like the one the snapshot was taken of. */
export function restoreRun(program: Program, state: MachineState): Run {
  const run = newRun(program);
  Object.assign(run, {
    executionId: state.executionId,
    event: state.event,
    status: state.status,
    at: state.at,
    yielding: state.yielding,
    mailbox: [...state.mailbox],
    droppedSignals: state.droppedSignals,
    hadErrors: state.hadErrors,
    unsettledBurst: state.unsettledBurst,
    settling: state.settling,
  });
  for (const [path, scope] of Object.entries(state.scopes)) run.scopes.set(path, restoreScope(program, path, scope));
  for (const open of state.open) restoreOpen(run, open);
  run.work = state.work.map((work) => ({
    scope: run.scopes.get(work.scope)!,
    node: program.nodeById.get(work.node)!,
    skip: work.skip,
  }));
  return run;
}

function snapshotScope(run: Run, scope: ScopeInstance): ScopeState {
  const nodes: { [id: string]: readonly [NodeStatus, number, number] } = {};
  const outputs: { [id: string]: Json } = {};
  for (const node of run.program.nodes) {
    const { index, id } = node;
    const [status, taken, dead] = [scope.status[index]!, scope.taken[index]!, scope.dead[index]!];
    if (status !== NodeStatus.idle || taken > 0 || dead > 0) nodes[id] = [status, taken, dead];
    const output = scope.outputs[index];
    if (output !== undefined) outputs[id] = output;
  }
  const { vars, ends, lasts, closing } = scope;
  return { nodes, outputs, vars: { ...vars }, ends: { ...ends }, lasts: { ...lasts }, closing };
}

function restoreScope(program: Program, path: string, state: ScopeState): ScopeInstance {
  const scope = newScopeInstance(program, path);
  for (const [id, [status, taken, dead]] of Object.entries(state.nodes)) {
    const node = program.nodeById.get(id)!;
    scope.status[node.index] = status;
    scope.taken[node.index] = taken;
    scope.dead[node.index] = dead;
    if (status === NodeStatus.queued || status === NodeStatus.open) scope.active += 1;
    else if (status !== NodeStatus.idle) freeReads(scope, node);
  }
  for (const [id, output] of Object.entries(state.outputs)) scope.outputs[program.nodeById.get(id)!.index] = output;
  scope.vars = { ...state.vars };
  scope.ends = { ...state.ends };
  scope.lasts = { ...state.lasts };
  scope.closing = state.closing;
  return scope;
}

function snapshotOpen({ node, ...rest }: OpenEntry): OpenState {
  return { ...rest, node: node.id };
}

function restoreOpen(run: Run, { node, ...rest }: OpenState): void {
  const entry: OpenEntry = { ...rest, node: run.program.nodeById.get(node)! };
  run.open.set(entry.path, entry);
  const awaited = entry.kind === "step" && entry.answer === undefined && entry.node.definition.lane === "burst";
  if (awaited) run.burstsAwaited += 1;
}
