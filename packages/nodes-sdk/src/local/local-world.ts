import {
  isTypePattern,
  limits,
  LocalMemory,
  LocalRun,
  type CallAnswer,
  type CallReply,
  type CallRequest,
  type EventData,
  type Failure,
  type Json,
  type LocalRunOptions,
  type LocalRunResult,
  type LockRequest,
  type ParentClosePolicy,
  type ReplySignal,
  type RunStep,
  type StepOutcome,
  type WaitForEventRequest,
} from "@tempograph/graph";
import type { NodeContext } from "../context/node-context.ts";
import { EventLog } from "./event-log.ts";
import { LockTable } from "./lock-table.ts";
import type { PreparedGraph } from "./prepare-graph.ts";
import {
  alreadyAnswered,
  callTooDeep,
  eventTypeInvalid,
  executionClosed,
  lockKeyInvalid,
  nobodyWaits,
  versionNotPublished,
  workflowUnknown,
} from "./world-errors.ts";

/** What happens to an execution from outside; times are relative to its own start. */
export type LocalScript = Pick<LocalRunOptions, "signals" | "replies" | "operations" | "seed" | "cancelAfterMs">;

/** A workflow that others may call. */
export interface CallableGraph extends PreparedGraph {
  readonly script: LocalScript;
}

export interface LocalExecution {
  readonly id: string;
  readonly graph: PreparedGraph;
  readonly run: LocalRun;
  readonly event: EventData;
  /** The number of executions in the chain of callers; 0 if no execution called it. */
  readonly depth: number;
  readonly calledBy: CalledBy | null;
}

interface CalledBy {
  readonly caller: LocalExecution;
  readonly path: string;
  readonly wait: boolean;
  readonly policy: ParentClosePolicy;
}

export interface SentSignal {
  readonly executionId: string;
  readonly name: string;
  readonly payload: Json;
}

/** An answer to a sender. */
export interface SentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

export interface WorldOptions {
  /** What executions remembered before. */
  readonly memory?: LocalMemory | undefined;
  readonly startAt: number;
  /** By the names under which they are called. */
  readonly callable: ReadonlyMap<string, CallableGraph>;
  readonly attempt: (execution: LocalExecution, step: RunStep, attempt: number) => Promise<StepOutcome>;
}

/**
 * Executions that run side by side on one virtual clock, with the calls, events, signals and locks between them. In each turn
 * the execution (or outside event) with the earliest time advances, so that a run is the same every time.
 */
export class LocalWorld {
  readonly emitted: EventData[] = [];
  readonly signalled: SentSignal[] = [];
  readonly memory: LocalMemory;
  /** What the sender of the first event got from `respond`. */
  responded: SentAnswer | null = null;
  readonly #options: WorldOptions;
  readonly #all = new Map<string, LocalExecution>();
  readonly #open = new Set<LocalExecution>();
  readonly #terminated = new Set<LocalExecution>();
  readonly #coming: { readonly at: number; readonly event: EventData }[] = [];
  readonly #events: EventLog;
  readonly #locks: LockTable;
  #now: number;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.memory = options.memory ?? new LocalMemory();
    this.#now = options.startAt;
    this.#events = new EventLog((wait, event) => this.#reply(wait.executionId, wait.path, { event }));
    this.#locks = new LockTable(({ executionId, path }) => this.#reply(executionId, path, { granted: true }));
  }

  /** The virtual time in milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  get executions(): readonly LocalExecution[] {
    return [...this.#all.values()];
  }

  /** An event from outside. */
  send(event: EventData, at: number): void {
    if (at < this.#now) this.#events.arrive(event, at);
    else this.#coming.push({ at, event });
    this.#coming.sort((a, b) => a.at - b.at);
  }

  start(
    id: string,
    graph: PreparedGraph,
    event: EventData,
    script: LocalScript,
    calledBy: CalledBy | null = null,
  ): LocalExecution {
    const run: LocalRun = new LocalRun(graph.program, event, {
      ...script,
      executionId: id,
      startAt: this.#now,
      runStep: (step, attempt) => this.#options.attempt(execution, step, attempt),
    });
    const depth = calledBy === null ? 0 : calledBy.caller.depth + 1;
    const execution: LocalExecution = { id, graph, run, event, depth, calledBy };
    this.#all.set(id, execution);
    this.#open.add(execution);
    // The start of a called workflow is not an event that another execution can wait for.
    if (calledBy === null) this.#events.arrive(event, this.#now);
    return execution;
  }

  /** Advances all executions until nothing is scheduled any more. */
  async live(): Promise<void> {
    while (this.#open.size > 0) {
      const [next] = this.#coming;
      const execution = this.#earliest();
      const at = execution?.run.nextAt ?? Infinity;
      if (next !== undefined && next.at <= at) {
        this.#coming.shift();
        this.#now = next.at;
        this.#events.arrive(next.event, next.at);
      } else if (execution !== undefined) {
        this.#now = at;
        await execution.run.advance();
        if (execution.run.hasEnded) this.#close(execution);
      } else {
        return;
      }
    }
  }

  statusOf(execution: LocalExecution): LocalRunResult["status"] | "terminated" {
    return this.#terminated.has(execution) ? "terminated" : execution.run.result().status;
  }

  emit(
    { execution }: NodeContext,
    sent: { eventType: string; data: Json; source?: string | undefined; subject?: string | undefined },
  ): { eventId: string } {
    const event: EventData = {
      id: `evt_emitted_${this.emitted.length + 1}`,
      type: sent.eventType,
      source: sent.source ?? `tempograph:${execution.id}`,
      ...(sent.subject !== undefined && { subject: sent.subject }),
      time: new Date(this.#now).toISOString(),
      data: sent.data,
    };
    this.emitted.push(event);
    this.#events.arrive(event, this.#now);
    return { eventId: event.id };
  }

  /** Delivers the signal if the target is one of these executions; otherwise the signal is only recorded. */
  signal({ idempotencyKey }: NodeContext, signal: SentSignal): { executionId: string; name: string } {
    const { executionId, name, payload } = signal;
    const to = this.#all.get(executionId);
    if (to !== undefined && !this.#open.has(to)) throw executionClosed(executionId, this.statusOf(to));
    this.signalled.push({ executionId, name, payload });
    to?.run.signal(idempotencyKey, name, payload, this.#now);
    return { executionId, name };
  }

  /** The sender of the first event waits for one answer. Nobody waits for an answer of an execution that was called. */
  respond(
    { execution }: NodeContext,
    answer: SentAnswer,
    skip: boolean,
  ): { sent: boolean; reason?: "answered" | "unasked" } {
    const reason = this.#all.get(execution.id)!.calledBy !== null ? "unasked" : "answered";
    if (reason === "answered" && this.responded === null) {
      this.responded = answer;
      return { sent: true };
    }
    if (skip) return { sent: false, reason };
    throw reason === "unasked" ? nobodyWaits() : alreadyAnswered();
  }

  call({ execution, step }: NodeContext, request: Extract<CallRequest, { op: "start" }>): CallAnswer {
    const caller = this.#all.get(execution.id)!;
    const { workflow: name, wait, parentClosePolicy: policy } = request;
    const called = this.#options.callable.get(name);
    if (called === undefined) throw workflowUnknown(name);
    const { version } = called.workflow;
    if (request.version !== undefined && request.version !== version)
      throw versionNotPublished(name, request.version, version);
    if (caller.depth >= limits.MAX_CALL_DEPTH) throw callTooDeep(limits.MAX_CALL_DEPTH);
    const id = `local-execution-${this.#all.size + 1}`;
    const event: EventData = {
      id: `evt_call_${this.#all.size + 1}`,
      type: "tempograph.call",
      source: `tempograph:${caller.id}`,
      time: new Date(this.#now).toISOString(),
      data: request.data,
    };
    const calledBy = { caller, path: step.path, wait, policy };
    this.start(id, called, event, called.script, calledBy);
    return { executionId: id, workflowId: called.workflow.id, version };
  }

  /** Asks a called execution to end. */
  callBack(executionId: string, terminate: boolean): void {
    const execution = this.#all.get(executionId);
    if (execution === undefined || !this.#open.has(execution)) return;
    if (!terminate) {
      execution.run.cancel(this.#now);
      return;
    }
    this.#terminated.add(execution);
    this.#close(execution);
  }

  awaitEvent({ execution, step }: NodeContext, request: WaitForEventRequest): EventData | null {
    const { event, graph } = this.#all.get(execution.id)!;
    const { eventType } = request;
    if (!isTypePattern(eventType)) throw eventTypeInvalid(eventType);
    return this.#events.find(
      {
        executionId: execution.id,
        path: step.path,
        workflow: graph.workflow,
        ownEventId: event.id,
        eventType,
        match: request.match,
        untilMs: request.untilMs,
      },
      this.#now - request.lookBackMs,
    );
  }

  acquire({ execution, step }: NodeContext, request: Extract<LockRequest, { op: "acquire" }>): boolean {
    const { key, untilMs } = request;
    if (key === "" || key.length > limits.MAX_LOCK_KEY_LENGTH) throw lockKeyInvalid(key, limits.MAX_LOCK_KEY_LENGTH);
    if (untilMs !== null && untilMs <= this.#now) return false;
    return this.#locks.acquire(key, { executionId: execution.id, path: step.path });
  }

  release({ execution }: NodeContext, key: string, holder: string): void {
    this.#locks.release(key, { executionId: execution.id, path: holder });
  }

  #earliest(): LocalExecution | undefined {
    let found: LocalExecution | undefined;
    for (const execution of this.#open) {
      const at = execution.run.nextAt;
      if (at !== null && at < (found?.run.nextAt ?? Infinity)) found = execution;
    }
    return found;
  }

  #reply(executionId: string, path: string, reply: ReplySignal["reply"]): void {
    this.#all.get(executionId)!.run.reply(path, reply as unknown as Json, this.#now);
  }

  /** Applies the consequences that the end of an execution has for the others. */
  #close(execution: LocalExecution): void {
    this.#open.delete(execution);
    this.#events.forget(execution.id);
    this.#locks.free(execution.id);
    const status = this.statusOf(execution);
    const { calledBy, id } = execution;
    if (calledBy?.wait === true && this.#open.has(calledBy.caller)) {
      const { output, failure } = execution.run.result();
      const reply: CallReply = {
        ...{ executionId: id, status },
        ...(output !== undefined && { output }),
        ...(failure !== undefined && { failure: causeOfCall(failure) }),
      };
      this.#reply(calledBy.caller.id, calledBy.path, reply);
    }
    // The policy of a completed caller does not apply to calls that it did not wait for: they continue.
    const letGo = status === "completed" || status === "completedWithErrors";
    for (const child of [...this.#open]) {
      const link = child.calledBy;
      if (link?.caller !== execution || link.policy === "abandon" || (letGo && !link.wait)) continue;
      this.callBack(child.id, link.policy === "terminate");
    }
  }
}

/** In a chain of calls every caller gets the original cause, not a failure nested inside another one, as on a server. */
function causeOfCall(failure: Failure): Failure {
  const { code, details } = failure;
  const isDeeper = code === "CALLED_WORKFLOW_FAILED" && typeof details === "object" && details !== null;
  const inner = isDeeper ? (details as { readonly failure?: Json }).failure : undefined;
  return typeof inner === "object" && inner !== null ? (inner as unknown as Failure) : failure;
}
