import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Command, RunStep } from "../command.ts";
import { Machine } from "../machine.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { OperationResult } from "../operation.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { Program } from "../state/program.ts";
import {
  FIRST_REGION_VERSION,
  LONGEST_WAIT_MS,
  REGION_PATH,
  type RegionAnswer,
  type RegionDriverCommand,
  type RegionEvent,
  type RegionStep,
  type RegionStepAnswer,
} from "./region.ts";

interface RegionApplied {
  readonly commands: readonly RegionDriverCommand[];
  readonly trace: readonly TraceEntry[];
  readonly operationResults: readonly OperationResult[];
}

interface Building {
  readonly commands: RegionDriverCommand[];
  readonly trace: TraceEntry[];
  readonly operationResults: OperationResult[];
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The machine for drivers that run regions: the interpreter, and the mirror, which has to see the same order of events. It commands
 * a region where only burst steps are under way. While the region is open it keeps all other events back, because the region goes on
 * from the state that it was given, and applies them before the answers of the region's last batch: they came while it ran. Its own state is empty whenever nothing is in
 * flight, so a continue-as-new needs the machine's snapshot alone.
 */
export class RegionMachine {
  readonly machine: Machine;
  #hasRegions: boolean;
  /** The burst steps that are commanded and have not answered, and that no local activity of their own runs. */
  readonly #pending = new Map<string, RegionStep>();
  #region: "none" | "open" | "cancelled" | "later" = "none";
  #kept: MachineEvent[] = [];
  /** The steps that have answered, and whose answers are applied next. */
  #answered: ReadonlySet<string> = NOTHING;

  constructor(program: Program, state?: MachineState) {
    this.machine = new Machine(program, state);
    this.#hasRegions = program.hasBurst && program.definition.interpreterVersion >= FIRST_REGION_VERSION;
  }

  apply(events: readonly (MachineEvent | RegionEvent)[], at: number): RegionApplied {
    if (!this.#hasRegions && this.#region === "none" && this.#pending.size === 0)
      return this.machine.apply(events.filter(isMachineEvent), at);
    const end = events.find(isRegionEnd);
    const rest = end === undefined ? (events as readonly MachineEvent[]) : events.filter(isMachineEvent);
    const applied: Building = { commands: [], trace: [], operationResults: [] };
    const isOpen = this.#region === "open" || this.#region === "cancelled";
    if (isOpen && end === undefined) {
      this.#keep(rest, applied);
      return applied;
    }
    const kept = this.#kept;
    this.#kept = [];
    if (isOpen) this.#takeEnd(end!, [...kept, ...rest], at, applied);
    else this.#apply(this.#withoutOwnTimer(rest), at, applied);
    this.#commandSteps(end, applied);
    return applied;
  }

  /** The next batch comes with a `drain` of its own if history is still long then. */
  #keep(events: readonly MachineEvent[], { commands }: Building): void {
    for (const event of events) if (event.kind !== "drain") this.#kept.push(event);
    if (this.#region === "cancelled" || !events.some(({ kind }) => kind === "cancelRequested")) return;
    this.#region = "cancelled";
    commands.push({ kind: "cancelRegion" });
  }

  #takeEnd(end: RegionEvent, meanwhile: readonly MachineEvent[], at: number, applied: Building): void {
    this.#region = "none";
    if (end.kind === "regionFailed") {
      this.#hasRegions = false;
      this.#apply(meanwhile, at, applied);
      return;
    }
    const { batches } = end.answer;
    for (const batch of batches.slice(0, -1)) this.#apply(this.#taken(batch), at, applied);
    // The steps that have answered are pending no more, so a request to stop them does not hide how they ended.
    const last = this.#taken(batches.at(-1) ?? []);
    this.#answered = new Set(last.map(({ path }) => path));
    this.#apply(meanwhile, at, applied);
    this.#answered = NOTHING;
    this.#apply(last, at, applied);
    for (const { path, attempts, notBefore } of end.answer.left) {
      const known = this.#pending.get(path);
      if (known !== undefined) this.#pending.set(path, { step: known.step, attempts, notBefore });
    }
  }

  #taken(batch: readonly RegionStepAnswer[]): readonly RegionStepAnswer[] {
    return batch.filter(({ path }) => this.#pending.delete(path));
  }

  #withoutOwnTimer(events: readonly MachineEvent[]): readonly MachineEvent[] {
    if (this.#region !== "later") return events;
    const others = events.filter((event) => event.kind !== "timerFired" || event.path !== REGION_PATH);
    if (others.length < events.length) this.#region = "none";
    return others;
  }

  /** Applies a batch. A pending step that the machine cancels runs nowhere, so it is answered here. */
  #apply(events: readonly MachineEvent[], at: number, applied: Building): void {
    let batch = events;
    while (batch.length > 0) {
      const { commands, trace, operationResults } = this.machine.apply(batch, at);
      for (const entry of trace) applied.trace.push(entry);
      for (const result of operationResults) applied.operationResults.push(result);
      const answers: MachineEvent[] = [];
      for (const command of commands) {
        if (isBurstStep(command)) this.#pending.set(command.path, { step: command, attempts: 0 });
        else if (command.kind === "cancel" && this.#answered.has(command.path)) continue;
        else if (command.kind === "cancel" && this.#pending.delete(command.path))
          answers.push({ kind: "stepCancelled", path: command.path });
        else applied.commands.push(command);
      }
      batch = answers;
    }
  }

  /** Commands the pending steps: as a region where that is possible, else one by one. */
  #commandSteps(end: RegionEvent | undefined, { commands }: Building): void {
    if (this.machine.ended) return;
    if (this.#pending.size === 0) {
      if (this.#region === "later") commands.push({ kind: "cancel", path: REGION_PATH });
      this.#region = "none";
      return;
    }
    if (this.#region === "later") return;
    const steps = [...this.#pending.values()];
    const isTriedAgain = steps.some(({ attempts }) => attempts > 0);
    if (!this.#hasRegions || !(isTriedAgain || this.machine.awaitsOnly(this.#pending))) {
      this.#pending.clear();
      for (const step of steps) commands.push(alone(step));
      return;
    }
    const next = Math.min(...steps.map(({ notBefore }) => notBefore ?? 0));
    if (end?.kind === "regionAnswered" && isLongAfter(next, end.answer)) {
      this.#region = "later";
      commands.push({ kind: "startTimer", path: REGION_PATH, at: next, summary: REGION_PATH });
      return;
    }
    this.#region = "open";
    commands.push({ kind: "runRegion", steps });
  }
}

function isLongAfter(next: number, { at }: RegionAnswer): boolean {
  return next - at > LONGEST_WAIT_MS;
}

/** The step as a local activity of its own, with the attempts that are left to it. */
function alone({ step, attempts }: RegionStep): RunStep {
  const { maximumAttempts } = step.retry;
  if (attempts === 0 || maximumAttempts === 0) return step;
  return { ...step, retry: { ...step.retry, maximumAttempts: Math.max(1, maximumAttempts - attempts) } };
}

function isBurstStep(command: Command): command is RunStep {
  return command.kind === "runStep" && command.lane === "burst";
}

function isRegionEnd(event: MachineEvent | RegionEvent): event is RegionEvent {
  return event.kind === "regionAnswered" || event.kind === "regionFailed";
}

function isMachineEvent(event: MachineEvent | RegionEvent): event is MachineEvent {
  return !isRegionEnd(event);
}
