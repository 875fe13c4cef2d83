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

/** What a simulation may show: inputs and outputs of all its steps together. */
const MAX_RESULT_BYTES = 16 * 1024 * 1024;
/** It runs in the API's own process. */
const MAX_WALL_MS = 5_000;
const REPLY = "!reply ";

/** A bound was crossed; what was traced until then is in the machine. */
export class SimulationStopped extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * The machine, with its trace kept and its bounds watched: an endless graph ends with a clear word. Replies that the
 * script gives later are timers of the driver, turned into replies when they fire.
 */
export class WatchedMachine extends Machine {
  readonly trace: TraceEntry[] = [];
  readonly refused: (OperationResult & { readonly ok: false })[] = [];
  /** Virtual ms since epoch of the last batch. */
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
        `The simulation went past ${String(maxVirtualMs)} ms of virtual time.`,
        "Raise `maxVirtualMs`, or shorten the waits.",
      );
    if (this.trace.length > maxSteps)
      throw new SimulationStopped(
        `The simulation has more than ${String(maxSteps)} changes of steps.`,
        "Raise `maxSteps`, or give its loops fewer rounds.",
      );
    if (this.#bytes > MAX_RESULT_BYTES)
      throw new SimulationStopped(
        `The inputs and outputs of its steps have more than ${String(MAX_RESULT_BYTES)} bytes together.`,
        "Give smaller outputs, or fewer rounds.",
      );
    if (performance.now() > this.#wallUntil)
      throw new SimulationStopped(
        `The simulation took longer than ${String(MAX_WALL_MS)} ms.`,
        "Give its loops fewer rounds, or run it for real.",
      );
  }
}
