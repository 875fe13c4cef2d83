import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Command, RunStep } from "../command.ts";
import { Machine } from "../machine.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { OperationResult } from "../operation.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { Program } from "../state/program.ts";
import {
  FIRST_REGION_VERSION,
  REGION_PATH,
  type RegionAnswer,
  type RegionDriverCommand,
  type RegionEvent,
  type RegionStep,
} from "./region.ts";

/** A retry that is due later than this after the end of a region waits for a timer, and not inside of the next region. */
const LONGEST_WAIT_INSIDE_MS = 10_000;

interface RegionApplied {
  readonly commands: RegionDriverCommand[];
  readonly trace: TraceEntry[];
  readonly operationResults: OperationResult[];
}

/**
 * The machine for drivers that run regions: the interpreter, and the mirror, which has to see the same order of events. It commands
 * a region where only burst steps are under way. While the region is open it keeps all other events back, because the region goes on
 * from the state that it was given, and applies them behind the region's answers. Its own state is empty whenever nothing is in
 * flight, so a continue-as-new needs the machine's snapshot alone.
 */
export class RegionMachine {
  readonly machine: Machine;
  #hasRegions: boolean;
  /** The burst steps that are commanded and have not answered, and that no local activity of their own runs. */
  readonly #pending = new Map<string, RegionStep>();
  #region: "none" | "open" | "cancelled" | "later" = "none";
  #kept: MachineEvent[] = [];

  constructor(program: Program, state?: MachineState) {
    this.machine = new Machine(program, state);
    this.#hasRegions = program.hasBurst && program.definition.interpreterVersion >= FIRST_REGION_VERSION;
  }

  apply(events: readonly (MachineEvent | RegionEvent)[], at: number): RegionApplied {
    const end = events.find(isRegionEnd);
    const rest = end === undefined ? (events as readonly MachineEvent[]) : events.filter(isMachineEvent);
    const applied: RegionApplied = { commands: [], trace: [], operationResults: [] };
    const isOpen = this.#region === "open" || this.#region === "cancelled";
    if (isOpen && end === undefined) {
      this.#keep(rest, applied);
      return applied;
    }
    if (isOpen) this.#takeEnd(end!, at, applied);
    const kept = this.#kept;
    this.#kept = [];
    this.#apply([...kept, ...this.#withoutOwnTimer(rest)], at, applied);
    this.#commandSteps(end, applied);
    return applied;
  }

  /** The next batch comes with a `drain` of its own if history is still long then. */
  #keep(events: readonly MachineEvent[], { commands }: RegionApplied): void {
    for (const event of events) if (event.kind !== "drain") this.#kept.push(event);
    if (this.#region === "cancelled" || !events.some(({ kind }) => kind === "cancelRequested")) return;
    this.#region = "cancelled";
    commands.push({ kind: "cancelRegion" });
  }

  #takeEnd(end: RegionEvent, at: number, applied: RegionApplied): void {
    this.#region = "none";
    if (end.kind === "regionFailed") {
      this.#hasRegions = false;
      return;
    }
    for (const batch of end.answer.batches) {
      const answers = batch.filter(({ path }) => this.#pending.delete(path));
      this.#apply(answers, at, applied);
    }
    for (const { path, attempts, notBefore } of end.answer.left) {
      const known = this.#pending.get(path);
      if (known !== undefined) this.#pending.set(path, { step: known.step, attempts, notBefore });
    }
  }

  #withoutOwnTimer(events: readonly MachineEvent[]): readonly MachineEvent[] {
    if (this.#region !== "later") return events;
    const others = events.filter((event) => event.kind !== "timerFired" || event.path !== REGION_PATH);
    if (others.length < events.length) this.#region = "none";
    return others;
  }

  /** Applies a batch. A pending step that the machine cancels runs nowhere, so it is answered here. */
  #apply(events: readonly MachineEvent[], at: number, applied: RegionApplied): void {
    let batch = events;
    while (batch.length > 0) {
      const { commands, trace, operationResults } = this.machine.apply(batch, at);
      for (const entry of trace) applied.trace.push(entry);
      for (const result of operationResults) applied.operationResults.push(result);
      const answers: MachineEvent[] = [];
      for (const command of commands) {
        if (isBurstStep(command)) this.#pending.set(command.path, { step: command, attempts: 0 });
        else if (command.kind === "cancel" && this.#pending.delete(command.path))
          answers.push({ kind: "stepCancelled", path: command.path });
        else applied.commands.push(command);
      }
      batch = answers;
    }
  }

  /** Commands the pending steps: as a region where that is possible, else one by one. */
  #commandSteps(end: RegionEvent | undefined, { commands }: RegionApplied): void {
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
  return next - at > LONGEST_WAIT_INSIDE_MS;
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
