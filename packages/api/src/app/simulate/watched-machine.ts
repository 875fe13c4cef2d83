import {
  jsonSize,
  Machine,
  type Applied,
  type Command,
  type MachineEvent,
  type Program,
  type TraceEntry,
  type OperationResult,
} from "@tempograph/graph";
import type { LaterReply, ScriptedOutcomes } from "./scripted-outcomes.ts";
import type { SimulationLimits } from "./simulation.ts";

/** The most bytes of the inputs and outputs of all steps of a simulation together. */
const MAX_RESULT_BYTES = 16 * 1024 * 1024;
/** The most wall time of a simulation, because it runs in the API's own process. */
const MAX_WALL_MS = 5_000;
const REPLY = "!reply ";

/** Thrown if a simulation exceeds a bound. The machine holds the trace up to then. */
export class SimulationStopped extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * A machine that keeps its trace and checks bounds, so that an endless graph ends with a clear error. Replies that the script gives
 * later are started as timers and turned into replies when the timers fire.
 */
export class WatchedMachine extends Machine {
  readonly trace: TraceEntry[] = [];
  readonly refused: (OperationResult & { readonly ok: false })[] = [];
  /** The virtual moment of the last batch, in milliseconds since the epoch. */
  now: number;
  readonly #startAt: number;
  readonly #limits: SimulationLimits;
  readonly #outcomes: ScriptedOutcomes;
  readonly #wallUntil = performance.now() + MAX_WALL_MS;
  readonly #replies = new Map<string, LaterReply>();
  #bytes = 0;

  constructor(program: Program, startAt: number, limits: SimulationLimits, outcomes: ScriptedOutcomes) {
    super(program);
    this.#startAt = startAt;
    this.now = startAt;
    this.#limits = limits;
    this.#outcomes = outcomes;
  }

  override apply(events: readonly MachineEvent[], at: number): Applied {
    this.#checkBefore(at);
    this.now = at;
    const applied = super.apply(
      events.map((event) => this.#asReply(event)),
      at,
    );
    for (const entry of applied.trace) this.trace.push(entry);
    for (const result of applied.operationResults) if (!result.ok) this.refused.push(result);
    for (const { input, output } of applied.trace) {
      if (input !== undefined) this.#bytes += jsonSize(input, MAX_RESULT_BYTES);
      if (output !== undefined) this.#bytes += jsonSize(output, MAX_RESULT_BYTES);
    }
    return { ...applied, commands: [...applied.commands, ...this.#replyTimers()] };
  }

  #asReply(event: MachineEvent): MachineEvent {
    if (event.kind !== "timerFired" || !event.path.startsWith(REPLY)) return event;
    const later = this.#replies.get(event.path);
    if (later === undefined) return event;
    this.#replies.delete(event.path);
    const { path, key, reply, at } = later;
    return { kind: "replyReceived", path, key, reply, time: at };
  }

  #replyTimers(): Command[] {
    return this.#outcomes.takeLater().map((later) => {
      const path = REPLY + later.path;
      this.#replies.set(path, later);
      return { kind: "startTimer", path, at: later.at, summary: path };
    });
  }

  #checkBefore(at: number): void {
    const { maxSteps, maxVirtualMs } = this.#limits;
    if (at - this.#startAt > maxVirtualMs)
      throw new SimulationStopped(
        `The simulation takes more than ${String(maxVirtualMs)} ms of virtual time.`,
        "Raise `maxVirtualMs`, or shorten the waits.",
      );
    if (this.trace.length > maxSteps)
      throw new SimulationStopped(
        `The simulation has more than ${String(maxSteps)} changes of steps.`,
        "Raise `maxSteps`, or give the graph's loops fewer rounds.",
      );
    if (this.#bytes > MAX_RESULT_BYTES)
      throw new SimulationStopped(
        `The inputs and outputs of the simulation's steps have more than ${String(MAX_RESULT_BYTES)} bytes together.`,
        "Give smaller outputs, or give the graph's loops fewer rounds.",
      );
    if (performance.now() > this.#wallUntil)
      throw new SimulationStopped(
        `The simulation took longer than ${String(MAX_WALL_MS)} ms.`,
        "Give the graph's loops fewer rounds, or run the workflow for real.",
      );
  }
}
