import type { EventData } from "../definition/graph.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { Program } from "../interpret/state/program.ts";
import type { Command, RunStep } from "../interpret/command.ts";
import { Machine } from "../interpret/machine.ts";
import type { MachineEvent } from "../interpret/machine-event.ts";
import type { MachineState } from "../interpret/state/machine-state.ts";
import type { Caller, Operation, OperationResult } from "../interpret/operation.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { backoffMs } from "./backoff.ts";
import { TimeQueue } from "./time-queue.ts";
import type { Seed } from "../definition/seed.ts";

/** Batches of the local runner have no events: so many each, that every one may be the last of its run. */
const BATCH_EVENTS = 1_000;

/**
 * What one attempt of a step comes to. `takesMs` is virtual time; default 0. One that is `deaf` does not hear a cancel: its
 * outcome comes at its own time all the same (rule 7).
 */
export type StepOutcome =
  | { readonly output: Json; readonly port?: string; readonly takesMs?: number; readonly deaf?: true }
  | { readonly failure: Failure; readonly takesMs?: number; readonly deaf?: true };

export interface LocalRunOptions {
  /** Carries out one attempt (from 1). Never throws: a failure is an outcome. `at`: virtual ms since epoch. */
  readonly runStep: (step: RunStep, attempt: number, at: number) => StepOutcome | Promise<StepOutcome>;
  readonly executionId?: string;
  /** Virtual time of the start, ms since epoch. Default: the event's time. */
  readonly startAt?: number;
  /** Sent at a virtual moment after the start. */
  readonly signals?: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  /** What steps asked for and get later: the close of a called workflow, an event, a lock. */
  readonly replies?: readonly { readonly afterMs: number; readonly path: string; readonly reply: Json }[];
  /** What people do to the execution. `by` defaults to an administrator. */
  readonly operations?: readonly { readonly afterMs: number; readonly operation: Operation; readonly by?: Caller }[];
  /** How nodes of the top level end at once, as in a rerun. */
  readonly seed?: Seed;
  /** Goes on in a new machine, as after continue-as-new, whenever so many batches have passed and nothing is in flight. */
  readonly continueAsNewEvery?: number;
  readonly cancelAfterMs?: number;
  /** The machine to drive. Default: a fresh one of the program. */
  readonly machine?: Pick<Machine, "apply" | "snapshot">;
}

export interface LocalRunResult {
  readonly status: "completed" | "completedWithErrors" | "failed" | "cancelled" | "stuck";
  readonly output?: Json;
  readonly failure?: Failure;
  readonly trace: readonly TraceEntry[];
  /** The machine's word on each operation, in order. */
  readonly operationResults: readonly OperationResult[];
  /** How often it went on in a new machine. */
  readonly continuedAsNew: number;
  /** Virtual ms from start to end. */
  readonly tookMs: number;
}

type Arrival =
  | MachineEvent
  | { readonly kind: "retry"; readonly step: RunStep; readonly attempt: number }
  | { readonly kind: "reply"; readonly path: string; readonly reply: Json };

const OPERATOR: Caller = { name: "operator", roles: ["admin"] };

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
  while (run.nextAt !== null) await run.advance();
  return run.result();
}

/**
 * One execution in-process, moment by moment: for whoever drives several of them on one virtual time, as `runLocally` does
 * with one. Moments given to it must not lie before what it has lived through.
 */
export class LocalRun {
  readonly #program: Program;
  #machine: Pick<Machine, "apply" | "snapshot">;
  readonly #options: LocalRunOptions;
  readonly #queue = new TimeQueue<Arrival>();
  readonly #trace: TraceEntry[] = [];
  readonly #operationResults: OperationResult[] = [];
  /** Idempotency key of the latest step at each path: what a reply names. */
  readonly #keys = new Map<string, string>();
  /** Timers under way: the machine takes them back. */
  readonly #timers = new Map<string, number>();
  readonly #deaf = new Set<string>();
  #batches = 0;
  #continuedAsNew = 0;
  readonly #startedAt: number;
  /** Steps asked to stop, or answered: a later outcome of theirs counts no more. */
  readonly #running = new Map<string, RunStep>();
  #now: number;
  #end: Command | null = null;

  constructor(program: Program, event: EventData, options: LocalRunOptions) {
    this.#program = program;
    this.#machine = options.machine ?? new Machine(program);
    this.#options = options;
    this.#startedAt = options.startAt ?? Date.parse(event.time);
    this.#now = this.#startedAt;
    this.#queue.add(this.#now, {
      kind: "started",
      event,
      executionId: options.executionId ?? "local",
      ...(options.seed !== undefined && { seed: options.seed }),
      time: this.#now,
    });
    for (const { afterMs, path, reply } of options.replies ?? []) {
      this.#queue.add(this.#now + afterMs, { kind: "reply", path, reply });
    }
    for (const [index, { afterMs, operation, by = OPERATOR }] of (options.operations ?? []).entries()) {
      const time = this.#now + afterMs;
      this.#queue.add(time, { kind: "operation", id: String(index), by, time, operation });
    }
    for (const [index, { afterMs, name, payload }] of (options.signals ?? []).entries()) {
      this.#queue.add(this.#now + afterMs, { kind: "signalReceived", id: String(index), name, payload });
    }
    if (options.cancelAfterMs !== undefined)
      this.#queue.add(this.#now + options.cancelAfterMs, { kind: "cancelRequested" });
  }

  /** The moment at which something happens next, ms since epoch; null: it has ended, or nothing is left to happen. */
  get nextAt(): number | null {
    return this.#end === null ? this.#queue.nextAt : null;
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  signal(id: string, name: string, payload: Json, at: number): void {
    this.#queue.add(at, { kind: "signalReceived", id, name, payload });
  }

  /** What a step asked for and gets later. Nobody hears one for a path that has asked for nothing. */
  reply(path: string, reply: Json, at: number): void {
    this.#queue.add(at, { kind: "reply", path, reply });
  }

  cancel(at: number): void {
    this.#queue.add(at, { kind: "cancelRequested" });
  }

  /** As of now. */
  result(): LocalRunResult {
    const tookMs = this.#now - this.#startedAt;
    const common = {
      trace: this.#trace,
      operationResults: this.#operationResults,
      continuedAsNew: this.#continuedAsNew,
      tookMs,
    };
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

  /** Lives through `nextAt`. */
  async advance(): Promise<void> {
    const { at, items } = this.#queue.takeMoment();
    this.#now = at;
    const batch: MachineEvent[] = [];
    for (const item of items) {
      if (item.kind === "retry") {
        if (this.#running.get(item.step.path) === item.step) await this.#attempt(item.step, item.attempt);
      } else if (item.kind === "reply") {
        const key = this.#keys.get(item.path);
        if (key !== undefined) batch.push({ kind: "replyReceived", path: item.path, key, reply: item.reply, time: at });
      } else if (this.#counts(item)) {
        batch.push("time" in item ? item : { ...item, time: at });
      }
    }
    if (batch.length > 0) await this.#apply(batch);
  }

  async #apply(batch: MachineEvent[]): Promise<void> {
    const { continueAsNewEvery } = this.#options;
    // A run that has only just begun goes on at least until something happens in it.
    const isFresh = batch[0]!.kind === "resumed";
    if (!isFresh) this.#batches += 1;
    if (!isFresh && continueAsNewEvery !== undefined && this.#batches % continueAsNewEvery === 0) {
      batch.push({ kind: "drain", historyLength: this.#batches * BATCH_EVENTS, hard: true, time: this.#now });
    }
    // Through JSON, as from Temporal: the machine never sees -0, a shared object or a value that its sender changes later.
    const arrived = JSON.parse(JSON.stringify(batch)) as MachineEvent[];
    const { commands, trace, operationResults } = this.#machine.apply(arrived, this.#now);
    // No spread: a batch can have more entries than a call can have arguments.
    for (const entry of trace) this.#trace.push(entry);
    for (const result of operationResults) this.#operationResults.push(result);
    for (const command of commands) await this.#carryOut(command);
  }

  /** Through JSON, as between two runs on Temporal. */
  async #continueAsNew(): Promise<void> {
    this.#continuedAsNew += 1;
    const state = JSON.parse(JSON.stringify(this.#machine.snapshot())) as MachineState;
    this.#machine = new Machine(this.#program, state);
    this.#timers.clear();
    await this.#apply([{ kind: "resumed", time: this.#now }]);
  }

  #counts(event: MachineEvent): boolean {
    if (event.kind === "stepSucceeded" || event.kind === "stepFailed" || event.kind === "stepCancelled") {
      return this.#running.delete(event.path);
    }
    if (event.kind === "timerFired") {
      if (this.#timers.get(event.path) !== event.time) return false;
      this.#timers.delete(event.path);
    }
    return true;
  }

  async #carryOut(command: Command): Promise<void> {
    switch (command.kind) {
      case "runStep":
        this.#running.set(command.path, command);
        this.#keys.set(command.path, command.idempotencyKey);
        await this.#attempt(command, 1);
        return;
      case "startTimer":
        this.#timers.set(command.path, command.at);
        this.#queue.add(Math.max(command.at, this.#now), { kind: "timerFired", path: command.path, time: command.at });
        return;
      case "cancel":
        this.#timers.delete(command.path);
        if (this.#running.has(command.path) && !this.#deaf.has(command.path))
          this.#queue.add(this.#now, { kind: "stepCancelled", path: command.path });
        return;
      case "yield":
        this.#queue.add(this.#now + 1, { kind: "yielded" });
        return;
      case "continueAsNew":
        return this.#continueAsNew();
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
    if (outcome.deaf === true) this.#deaf.add(path);
    else this.#deaf.delete(path);
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
