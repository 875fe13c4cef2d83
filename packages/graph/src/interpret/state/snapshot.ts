import type { Program } from "./program.ts";
import { hold } from "./held-commands.ts";
import { copyProgress, isLoop } from "./loop-progress.ts";
import type { MachineState, OpenState, WorkState } from "./machine-state.ts";
import { mailboxBytes } from "./mailbox.ts";
import { newRun, type Run } from "./run.ts";
import { restoreScope, snapshotScope } from "./snapshot-scope.ts";
import type { OpenEntry } from "./open-entry.ts";
import { register } from "./open-entries.ts";
import { addTimer } from "./timer-list.ts";
import { queuedIn, type Work } from "./work-queue.ts";

/** The state as plain JSON. The snapshot shares JSON values with the run, because these are never changed in place. */
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
    work: queuedIn(run.work).map(snapshotWork),
    ...snapshotBounds(run),
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

/** The inverse of `snapshotRun`: a run that behaves exactly like the one that the snapshot was made from. */
export function restoreRun(program: Program, state: MachineState): Run {
  const run = newRun(program);
  const { scopes, open, timers, later, work, waiting, forgotten, idle, mailbox, held, decided, ...plain } = state;
  const { formatVersion: _, interpreterVersion: __, ...fields } = plain;
  Object.assign(run, fields, { mailbox: [...mailbox], mailboxBytes: mailboxBytes(mailbox) });
  for (const command of held) hold(run, command);
  run.scopes.clear();
  for (const scope of scopes) run.scopes.set(scope.key, restoreScope(run, scope));
  for (const entry of open) restoreOpen(run, entry);
  for (const [path, timer] of timers) addTimer(run, path, timer);
  for (const [path, how] of Object.entries(decided)) run.decided.set(path, how);
  run.work.items = work.map((one) => restoreWork(run, one));
  run.waiting.step.items = (waiting?.step ?? []).map((one) => restoreWork(run, one));
  run.waiting.burst.items = (waiting?.burst ?? []).map((one) => restoreWork(run, one));
  for (const path of later ?? []) run.later.add(path);
  run.laterFrom = state.laterFrom ?? Number.POSITIVE_INFINITY;
  for (const path of forgotten ?? []) run.underWay.add(path);
  run.idle = idle.flatMap((key) => run.scopes.get(key) ?? []);
  return run;
}

/** In a state, the memory of a loop is called `loop` and that of any other construct `memo`. */
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
  if (!isAwaitedStep(entry)) return;
  if (isBurstStep(entry)) run.burstsAwaited += 1;
  else run.underWay.add(entry.path);
}

type Bounds = Pick<
  MachineState,
  "waiting" | "forgotten" | "later" | "laterFrom" | "burstBytes" | "signals" | "operations"
>;

/** What rule 15 needs. Interpreter version 1 does not have this rule, and the states in its histories must not change. */
function snapshotBounds(run: Run): Bounds {
  if (run.program.definition.interpreterVersion === 1) return {};
  const awaited = new Set([...run.open.values()].filter(isAwaitedStep).map(({ path }) => path));
  return {
    waiting: {
      step: queuedIn(run.waiting.step).map(snapshotWork),
      burst: queuedIn(run.waiting.burst).map(snapshotWork),
    },
    forgotten: [...run.underWay].filter((path) => !awaited.has(path)),
    later: [...run.later],
    laterFrom: run.later.size === 0 ? null : run.laterFrom,
    burstBytes: run.burstBytes,
    signals: run.signals,
    operations: run.operations,
  };
}

function isAwaitedStep(entry: OpenEntry): boolean {
  return entry.kind === "step" && entry.answer === undefined;
}

function isBurstStep({ purpose, node }: OpenEntry): boolean {
  return purpose === undefined && node.definition.lane === "burst";
}

function snapshotWork({ scope, node, skip }: Work): WorkState {
  return { scope: scope.key, node: node.id, skip };
}

function restoreWork(run: Run, { scope, node, skip }: WorkState): Work {
  return { scope: run.scopes.get(scope)!, node: run.program.nodeById.get(node)!, skip };
}
