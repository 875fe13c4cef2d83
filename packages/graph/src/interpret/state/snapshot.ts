import type { Program } from "./program.ts";
import { hold } from "./held-commands.ts";
import { copyProgress, isLoop } from "./loop-progress.ts";
import type { MachineState, OpenState } from "./machine-state.ts";
import { mailboxBytes } from "./mailbox.ts";
import { newRun, type Run } from "./run.ts";
import { restoreScope, snapshotScope } from "./snapshot-scope.ts";
import { NodeStatus } from "./scope-instance.ts";
import type { OpenEntry } from "./open-entry.ts";
import { register } from "./open-entries.ts";

/** The state as plain JSON. Shares values with the run: JSON values are never changed in place. */
export function snapshotRun(run: Run): MachineState {
  return {
    formatVersion: 1,
    interpreterVersion: run.program.definition.interpreterVersion,
    executionId: run.executionId,
    event: run.event,
    seed: run.seed,
    status: run.status,
    at: run.at,
    scopes: [...run.scopes.values()].map(snapshotScope),
    open: [...run.open.values()].map(snapshotOpen),
    timers: [...run.timers],
    work: run.work
      .slice(run.next)
      .filter(({ scope, node }) => scope.status[node.index] === NodeStatus.queued)
      .map(({ scope, node, skip }) => ({ scope: scope.key, node: node.id, skip })),
    idle: run.idle.map((scope) => scope.key),
    yielding: run.yielding,
    mailbox: [...run.mailbox],
    droppedSignals: run.droppedSignals,
    hadErrors: run.hadErrors,
    unsettledBurst: run.unsettledBurst,
    settling: run.settling,
    paused: run.paused,
    draining: run.draining,
    nextDrainAt: run.nextDrainAt,
    held: [...run.held],
    undoSequence: run.undoSequence,
    decided: Object.fromEntries(run.decided),
  };
}

/** The inverse: a run that behaves exactly like the one the snapshot was taken of. */
export function restoreRun(program: Program, state: MachineState): Run {
  const run = newRun(program);
  const { scopes, open, timers, work, idle, mailbox, held, decided, ...plain } = state;
  const { formatVersion: _, interpreterVersion: __, ...fields } = plain;
  Object.assign(run, fields, { mailbox: [...mailbox], mailboxBytes: mailboxBytes(mailbox) });
  for (const command of held) hold(run, command);
  run.scopes.clear();
  for (const scope of scopes) run.scopes.set(scope.key, restoreScope(run, scope));
  for (const entry of open) restoreOpen(run, entry);
  for (const [path, timer] of timers) run.timers.set(path, timer);
  for (const [path, how] of Object.entries(decided)) run.decided.set(path, how);
  run.work = work.map(({ scope, node, skip }) => ({
    scope: run.scopes.get(scope)!,
    node: program.nodeById.get(node)!,
    skip,
  }));
  run.idle = idle.flatMap((key) => run.scopes.get(key) ?? []);
  return run;
}

/** A state calls what a loop remembers `loop`, and what everything else does `memo`. */
function snapshotOpen(entry: OpenEntry): OpenState {
  const { node, children, memo, ...rest } = entry;
  return {
    ...rest,
    ...(!isLoop(entry) && memo !== undefined && { memo }),
    node: node.id,
    ...(children !== undefined && { children: [...children] }),
    ...(isLoop(entry) && { loop: copyProgress(entry.memo) }),
  };
}

function restoreOpen(run: Run, { node, children, memo, loop, ...rest }: OpenState): void {
  const entry: OpenEntry = {
    ...rest,
    memo: loop === undefined ? memo : copyProgress(loop),
    node: run.program.nodeById.get(node)!,
    ...(children !== undefined && { children: new Set(children) }),
  };
  register(run, run.scopes.get(entry.scope)!, entry);
  const isBurst = entry.purpose === undefined && entry.node.definition.lane === "burst";
  if (entry.kind === "step" && entry.answer === undefined && isBurst) run.burstsAwaited += 1;
}
