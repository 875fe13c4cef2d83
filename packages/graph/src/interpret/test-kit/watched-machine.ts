import type { Program } from "../state/program.ts";
import type { ExecutionLimits } from "../../definition/execution-limits.ts";
import type { Command } from "../command.ts";
import { Machine, type Applied } from "../machine.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { OperationResult } from "../operation.ts";

/** When the watched machine is replaced by a new one, as after a continue-as-new. Batches count from 0. */
export interface Continuations {
  /** Limits that replace those of the interpreter version (rule 15). */
  readonly limits?: Partial<ExecutionLimits>;
  /** Whether a drain comes with this batch: the gate then stays closed until nothing is in flight. */
  readonly drain?: (batch: number) => "soft" | "hard" | null;
  /** Whether the machine continues as new after this batch if nothing is in flight. This must not change anything. */
  readonly atRest?: (batch: number) => boolean;
  /** True if the machine exists only as JSON between two batches. */
  readonly throughJson?: boolean;
}

/** One batch with the states before and after it, for the checks in laws.ts. */
export interface WatchedBatch extends Applied {
  readonly events: readonly MachineEvent[];
  readonly before: MachineState;
  readonly after: MachineState;
  /** If the batch consists of one operation: the result of `check` before the batch. */
  readonly checked: OperationResult | null;
}

export interface WatchedMachine extends Pick<Machine, "apply" | "snapshot"> {
  readonly batches: readonly WatchedBatch[];
  /** How often the machine continued as new. */
  readonly continuations: () => number;
}

/** A driver tells the machine how long history is. Here each batch adds enough events for the next soft drain. */
const EVENTS_A_BATCH = 1_001;

/** A machine that records its batches and continues as new when `how` says so. Its driver does not notice the continue-as-new. */
export function watchedMachine(program: Program, how: Continuations = {}): WatchedMachine {
  const batches: WatchedBatch[] = [];
  let machine = new Machine(program);
  let count = 0;
  let continuations = 0;
  const throughJson = (): void => {
    machine = new Machine(program, copyOf(machine.snapshot()));
  };
  const one = (events: readonly MachineEvent[], at: number): Applied => {
    const before = copyOf(machine.snapshot());
    const [only] = events;
    const checked = events.length === 1 && only!.kind === "operation" ? machine.check(only!) : null;
    const applied = machine.apply(events, at);
    batches.push({ ...applied, events, before, after: copyOf(machine.snapshot()), checked });
    return applied;
  };
  const withNext = (applied: Applied, at: number): Applied => {
    if (applied.commands.at(-1)?.kind !== "continueAsNew") return applied;
    continuations += 1;
    throughJson();
    const next = one([{ kind: "resumed", time: at }], at);
    return joined(applied, { ...next, commands: [...lostTimers(machine.snapshot(), next), ...next.commands] });
  };
  return {
    batches,
    continuations: () => continuations,
    snapshot: () => machine.snapshot(),
    apply(events, at) {
      const batch = count;
      count += 1;
      const drain = how.drain?.(batch) ?? null;
      const drained: readonly MachineEvent[] = drain === null ? events : [...events, drainOf(drain, batch)];
      if (how.throughJson === true) throughJson();
      let applied = withNext(one(drained, at), at);
      if (how.atRest?.(batch) === true && isAtRest(machine.snapshot())) {
        applied = joined(applied, withNext(one([drainOf("hard", batch)], at), at));
      }
      return applied;
    },
  };
}

function drainOf(how: "soft" | "hard", batch: number): MachineEvent {
  return { kind: "drain", historyLength: (batch + 1) * EVENTS_A_BATCH, hard: how === "hard" };
}

/** Whether nothing but timers is in flight. */
function isAtRest(state: MachineState): boolean {
  const held = new Set(state.held.flatMap((command) => (command.kind === "runStep" ? [command.path] : [])));
  const isFlying = state.open.some(({ kind, path }) => kind === "step" && !held.has(path));
  const isBusy = state.yielding || state.settling || state.unsettledBurst || state.draining !== "no";
  return state.status === "running" && !isFlying && !isBusy;
}

/** Temporal ends the timers of the old run with it. The driver, which does not know that, is told to stop those that the new run has not started. */
function lostTimers({ timers }: MachineState, { commands }: Applied): readonly Command[] {
  const started = new Set(commands.flatMap((command) => (command.kind === "startTimer" ? [command.path] : [])));
  return timers.flatMap(([path]) => (started.has(path) ? [] : [{ kind: "cancel", path }]));
}

/** Joins the results of two batches into one, without the continue-as-new between them. */
function joined(first: Applied, second: Applied): Applied {
  const isNotContinueAsNew = ({ kind }: Command): boolean => kind !== "continueAsNew";
  return {
    commands: [...first.commands.filter(isNotContinueAsNew), ...second.commands],
    trace: [...first.trace, ...second.trace],
    operationResults: [...first.operationResults, ...second.operationResults],
  };
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
