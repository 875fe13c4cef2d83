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
import { type EarlierAttempts, mayRun, NO_ATTEMPTS, workersVanished } from "../contract/attempts.ts";
import { backoffMs, pauseMs } from "./backoff.ts";
import { TimeQueue } from "./time-queue.ts";
import type { Seed } from "../definition/seed.ts";

/** The local runner has no history. It reports this many events for each batch, so that every batch may end its run. */
const BATCH_EVENTS = 1_000;

/**
 * The outcome of one attempt of a step. `takesMs` is virtual time, default 0. An attempt that is `deaf` ignores a cancel:
 * its outcome still arrives after `takesMs` (rule 7).
 */
export type StepOutcome =
  | { readonly output: Json; readonly port?: string; readonly takesMs?: number; readonly deaf?: true }
  | { readonly failure: Failure; readonly takesMs?: number; readonly deaf?: true }
  /** The worker vanishes, and nobody hears of the attempt again. */
  | { readonly vanished: true; readonly takesMs?: number; readonly deaf?: true };

export interface LocalRunOptions {
  /** Carries out one attempt (from 1). Never throws: a failure is an outcome. `at`: virtual ms since epoch. */
  readonly runStep: (step: RunStep, attempt: number, at: number) => StepOutcome | Promise<StepOutcome>;
  readonly executionId?: string;
  /** Virtual time of the start, ms since epoch. Default: the event's time. */
  readonly startAt?: number;
  /** Sent at a virtual moment after the start. */
  readonly signals?: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  /** Replies that steps have asked for: the close of a called workflow, an event, a lock. */
  readonly replies?: readonly { readonly afterMs: number; readonly path: string; readonly reply: Json }[];
  /** Operations that people perform on the execution. `by` defaults to an administrator. */
  readonly operations?: readonly { readonly afterMs: number; readonly operation: Operation; readonly by?: Caller }[];
  /** Outcomes with which nodes of the top level end immediately, as in a rerun. */
  readonly seed?: Seed;
  /** Continues in a new machine, as after continue-as-new, each time this many batches have passed and no activity is running. */
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
  /** The machine's result for each operation, in order. */
  readonly operationResults: readonly OperationResult[];
  /** How often the execution continued in a new machine. */
  readonly continuedAsNew: number;
  /** Virtual ms from start to end. */
  readonly tookMs: number;
}

type Arrival =
  | MachineEvent
  | { readonly kind: "retry"; readonly step: RunStep; readonly attempt: number; readonly earlier: EarlierAttempts }
  | { readonly kind: "reply"; readonly path: string; readonly reply: Json };

const OPERATOR: Caller = { name: "operator", roles: ["admin"] };

/**
 * Runs a program in-process with virtual time. It uses the same machine as on Temporal, but no server and no database, and
 * is not durable. Days of delay take microseconds. Outcomes with the same time arrive as one batch.
 *
 * `stuck` means that the execution is open but nothing is scheduled any more: it waits, for example, for a signal that is
 * not in the script.
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
 * One execution in-process, advanced step by step. For callers that drive several executions on one virtual clock, as
 * `runLocally` does with one. A time passed to it must not be earlier than the virtual time that it has reached.
 */
export class LocalRun {
  readonly #program: Program;
  #machine: Pick<Machine, "apply" | "snapshot">;
  readonly #options: LocalRunOptions;
  readonly #queue = new TimeQueue<Arrival>();
  readonly #trace: TraceEntry[] = [];
  readonly #operationResults: OperationResult[] = [];
  /** Idempotency key of the latest step at each path. A reply refers to its step by this key. */
  readonly #keys = new Map<string, string>();
  /** Running timers, which the machine can cancel. */
  readonly #timers = new Map<string, number>();
  readonly #deaf = new Set<string>();
  #batches = 0;
  #continuedAsNew = 0;
  readonly #startedAt: number;
  /** The steps that are running, by path. The outcome of a step that is not in this map (any more) is ignored. */
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

  /** The time of the next scheduled outcome, ms since epoch; null if the execution has ended or nothing is scheduled. */
  get nextAt(): number | null {
    return this.#end === null ? this.#queue.nextAt : null;
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  signal(id: string, name: string, payload: Json, at: number): void {
    this.#queue.add(at, { kind: "signalReceived", id, name, payload });
  }

  /** Schedules the reply that a step has asked for. A reply for a path that has asked for nothing is ignored. */
  reply(path: string, reply: Json, at: number): void {
    this.#queue.add(at, { kind: "reply", path, reply });
  }

  cancel(at: number): void {
    this.#queue.add(at, { kind: "cancelRequested" });
  }

  /** The result at the current virtual time. */
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

  /** Applies everything that is scheduled for `nextAt`. */
  async advance(): Promise<void> {
    const { at, items } = this.#queue.takeMoment();
    this.#now = at;
    const batch: MachineEvent[] = [];
    for (const item of items) {
      if (item.kind === "retry") {
        if (this.#running.get(item.step.path) === item.step) await this.#attempt(item.step, item.attempt, item.earlier);
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
    // A new run must apply at least one batch before it may continue as new again.
    const isFresh = batch[0]!.kind === "resumed";
    if (!isFresh) this.#batches += 1;
    if (!isFresh && continueAsNewEvery !== undefined && this.#batches % continueAsNewEvery === 0) {
      batch.push({ kind: "drain", historyLength: this.#batches * BATCH_EVENTS, hard: true, time: this.#now });
    }
    // Pass values through JSON, as Temporal does, so that the machine never gets -0, a shared object, or a value that its sender changes later.
    const arrived = JSON.parse(JSON.stringify(batch)) as MachineEvent[];
    const { commands, trace, operationResults } = this.#machine.apply(arrived, this.#now);
    // A spread is not possible here: a batch can have more entries than a call can have arguments.
    for (const entry of trace) this.#trace.push(entry);
    for (const result of operationResults) this.#operationResults.push(result);
    for (const command of commands) await this.#carryOut(command);
  }

  /** Passes the state through JSON, as Temporal does between two runs. */
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
        await this.#attempt(command, 1, NO_ATTEMPTS);
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

  async #attempt(step: RunStep, attempt: number, earlier: EarlierAttempts): Promise<void> {
    if (!mayRun(attempt, earlier, step.retry.maximumAttempts)) {
      const failure = workersVanished(step.path, attempt - 1 - earlier.told);
      this.#queue.add(this.#now, { kind: "stepFailed", path: step.path, failure, time: this.#now });
      return;
    }
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
    if ("vanished" in outcome) {
      const again = at + pauseMs(step.retry, attempt);
      this.#queue.add(again, { kind: "retry", step, attempt: attempt + 1, earlier });
      return;
    }
    const failed = earlier.failed + 1;
    const wait = backoffMs(step.retry, outcome.failure, attempt, failed);
    if (wait === null)
      this.#queue.add(at, { kind: "stepFailed", path, failure: { ...outcome.failure, path }, time: at });
    else this.#queue.add(at + wait, { kind: "retry", step, attempt: attempt + 1, earlier: { failed, told: attempt } });
  }
}
