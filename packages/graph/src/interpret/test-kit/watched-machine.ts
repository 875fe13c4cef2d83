import type { Program } from "../state/program.ts";
import type { ExecutionLimits } from "../../definition/execution-limits.ts";
import type { Command } from "../command.ts";
import { Machine, type Applied } from "../machine.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { OperationResult } from "../operation.ts";

/** When the watched machine goes on in a new one, as after continue-as-new. Batches count from 0. */
export interface Continuations {
  /** In place of the bounds of the interpreter version (rule 15). */
  readonly limits?: Partial<ExecutionLimits>;
  /** A drain comes with the batch: the gate stays closed until what is in flight has come in. */
  readonly drain?: (batch: number) => "soft" | "hard" | null;
  /** Behind the batch, where nothing is in flight anyway: nobody may notice. */
  readonly atRest?: (batch: number) => boolean;
  /** Lives only as JSON between two batches. */
  readonly throughJson?: boolean;
}

/** One batch as it was taken: what `laws` looks at. */
export interface WatchedBatch extends Applied {
  readonly events: readonly MachineEvent[];
  readonly before: MachineState;
  readonly after: MachineState;
  /** A batch of one operation: what `check` said to it before. */
  readonly checked: OperationResult | null;
}

export interface WatchedMachine extends Pick<Machine, "apply" | "snapshot"> {
  readonly batches: readonly WatchedBatch[];
  /** How often it went on in a new machine. */
  readonly continuations: () => number;
}

/** Drivers tell how long history is; here each batch is long enough for the next soft drain. */
const EVENTS_A_BATCH = 1_001;

/** A machine that keeps what it went through, and continues as new when it is told to. Its driver does not see that. */
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
    return joined(applied, one([{ kind: "resumed", time: at }], at));
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

/** Nothing that a driver carries out is under way but timers. */
function isAtRest(state: MachineState): boolean {
  const held = new Set(state.held.flatMap((command) => (command.kind === "runStep" ? [command.path] : [])));
  const isFlying = state.open.some(({ kind, path }) => kind === "step" && !held.has(path));
  const isBusy = state.yielding || state.settling || state.unsettledBurst || state.draining !== "no";
  return state.status === "running" && !isFlying && !isBusy;
}

/** What both batches ask of the driver: it knows nothing of the continue-as-new between them. */
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
