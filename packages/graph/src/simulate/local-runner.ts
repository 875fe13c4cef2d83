import type { EventData } from "../definition/graph.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { Program } from "../compile/program.ts";
import type { Command, RunStep } from "../interpret/command.ts";
import { Machine } from "../interpret/machine.ts";
import type { MachineEvent } from "../interpret/machine-event.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { backoffMs } from "./backoff.ts";
import { TimeQueue } from "./time-queue.ts";

/** What one attempt of a step comes to. `takesMs` is virtual time; default 0. */
export type StepOutcome =
  | { readonly output: Json; readonly port?: string; readonly takesMs?: number }
  | { readonly failure: Failure; readonly takesMs?: number };

export interface LocalRunOptions {
  /** Carries out one attempt (from 1). Never throws: a failure is an outcome. `at`: virtual ms since epoch. */
  readonly runStep: (step: RunStep, attempt: number, at: number) => StepOutcome | Promise<StepOutcome>;
  readonly executionId?: string;
  /** Virtual time of the start, ms since epoch. Default: the event's time. */
  readonly startAt?: number;
  /** Sent at a virtual moment after the start. */
  readonly signals?: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  readonly cancelAfterMs?: number;
  /** The machine to drive. Default: a fresh one of the program. */
  readonly machine?: Pick<Machine, "apply">;
}

export interface LocalRunResult {
  readonly status: "completed" | "completedWithErrors" | "failed" | "cancelled" | "stuck";
  readonly output?: Json;
  readonly failure?: Failure;
  readonly trace: readonly TraceEntry[];
  /** Virtual ms from start to end. */
  readonly tookMs: number;
}

type Arrival = MachineEvent | { readonly kind: "retry"; readonly step: RunStep; readonly attempt: number };

/**
 * Runs a program in-process with virtual time: the same machine as on Temporal, no server, no database, not durable.
 * Days of delay take microseconds. Outcomes of one moment arrive as one batch.
 *
 * `stuck` means that nothing is left to happen though the execution is open: it waits for a signal that never comes.
 */
export async function runLocally(
  program: Program,
  event: EventData,
  options: LocalRunOptions,
): Promise<LocalRunResult> {
  const run = new LocalRun(program, event, options);
  return run.toEnd();
}

class LocalRun {
  readonly #machine: Pick<Machine, "apply">;
  readonly #options: LocalRunOptions;
  readonly #queue = new TimeQueue<Arrival>();
  readonly #trace: TraceEntry[] = [];
  readonly #startedAt: number;
  /** Steps asked to stop, or answered: a later outcome of theirs counts no more. */
  readonly #running = new Map<string, RunStep>();
  #now: number;
  #end: Command | null = null;

  constructor(program: Program, event: EventData, options: LocalRunOptions) {
    this.#machine = options.machine ?? new Machine(program);
    this.#options = options;
    this.#startedAt = options.startAt ?? Date.parse(event.time);
    this.#now = this.#startedAt;
    this.#queue.add(this.#now, {
      kind: "started",
      event,
      executionId: options.executionId ?? "local",
      time: this.#now,
    });
    for (const [index, { afterMs, name, payload }] of (options.signals ?? []).entries()) {
      this.#queue.add(this.#now + afterMs, { kind: "signalReceived", id: String(index), name, payload });
    }
    if (options.cancelAfterMs !== undefined)
      this.#queue.add(this.#now + options.cancelAfterMs, { kind: "cancelRequested" });
  }

  async toEnd(): Promise<LocalRunResult> {
    while (this.#end === null && this.#queue.size > 0) await this.#oneMoment();
    const tookMs = this.#now - this.#startedAt;
    const common = { trace: this.#trace, tookMs };
    switch (this.#end?.kind) {
      case "complete":
        return { status: this.#end.status, output: this.#end.output, ...common };
      case "fail":
        return { status: "failed", failure: this.#end.failure, ...common };
      case "cancelled":
        return { status: "cancelled", ...common };
      default:
        return { status: "stuck", ...common };
    }
  }

  async #oneMoment(): Promise<void> {
    const { at, items } = this.#queue.takeMoment();
    this.#now = at;
    const batch: MachineEvent[] = [];
    for (const item of items) {
      if (item.kind === "retry") {
        if (this.#running.get(item.step.path) === item.step) await this.#attempt(item.step, item.attempt);
      } else if (this.#counts(item)) {
        batch.push("time" in item ? item : { ...item, time: at });
      }
    }
    if (batch.length === 0) return;
    const { commands, trace } = this.#machine.apply(batch, at);
    this.#trace.push(...trace);
    for (const command of commands) await this.#carryOut(command);
  }

  #counts(event: MachineEvent): boolean {
    if (event.kind === "stepSucceeded" || event.kind === "stepFailed" || event.kind === "stepCancelled") {
      return this.#running.delete(event.path);
    }
    return true;
  }

  async #carryOut(command: Command): Promise<void> {
    switch (command.kind) {
      case "runStep":
        this.#running.set(command.path, command);
        await this.#attempt(command, 1);
        return;
      case "startTimer":
        this.#queue.add(Math.max(command.at, this.#now), { kind: "timerFired", path: command.path, time: command.at });
        return;
      case "cancel":
        if (this.#running.has(command.path)) this.#queue.add(this.#now, { kind: "stepCancelled", path: command.path });
        return;
      case "yield":
        this.#queue.add(this.#now + 1, { kind: "yielded" });
        return;
      case "complete":
      case "fail":
      case "cancelled":
        this.#end = command;
        return;
    }
  }

  async #attempt(step: RunStep, attempt: number): Promise<void> {
    const outcome = await this.#options.runStep(step, attempt, this.#now);
    const { path } = step;
    const at = this.#now + (outcome.takesMs ?? 0);
    if ("output" in outcome) {
      const { output, port } = outcome;
      this.#queue.add(at, { kind: "stepSucceeded", path, output, ...(port !== undefined && { port }), time: at });
      return;
    }
    const wait = backoffMs(step.retry, outcome.failure, attempt);
    if (wait === null)
      this.#queue.add(at, { kind: "stepFailed", path, failure: { ...outcome.failure, path }, time: at });
    else this.#queue.add(at + wait, { kind: "retry", step, attempt: attempt + 1 });
  }
}
