import type { StepRow } from "@tempograph/db";
import {
  drainEvent,
  executionStart,
  type ExecutionStart,
  type MachineEvent,
  type RegionEvent,
  type TraceEntry,
  type ProgramCache,
  UnknownInterpreterVersion,
} from "@tempograph/graph";
import { decodePayload } from "../history/payload.ts";
import { eventId, timeMs, type HistoryEvent } from "../history/history-event.ts";
import { compareClose } from "./compare-close.ts";
import { compareContinueAsNew } from "./compare-continue-as-new.ts";
import { endOpenSteps } from "./end-open-steps.ts";
import { localAnswer, machineEvent, operationEvent } from "./machine-events.ts";
import { MachineRun } from "./machine-run.ts";
import { PathIndex } from "./path-index.ts";
import type { Projection, ProjectionProblem } from "./projection.ts";
import { StepRows } from "./step-rows.ts";
import { acceptedKeys, exchangedKeys, unsignedOperation } from "./unsigned-operation.ts";
import { UpdateKeys } from "./update-keys.ts";
import { TaskBatches, type Batch } from "./task-batches.ts";
import { workflowClose, type WorkflowClose } from "./workflow-close.ts";

/**
 * Applies the history of one run to the same machine that the interpreter drives, which gives the state of every node, also of
 * nodes that cause no history event. Events may be added as they come. It does no I/O and never throws: what it cannot apply
 * becomes a problem of the projection.
 */
export class Projector {
  readonly #executionId: string;
  readonly #programs: ProgramCache;
  readonly #buildId: string | null;
  /** The code that carried out the last workflow task. A worker that takes a run over replays all of it. */
  #ranBy: string | null = null;
  #needsNewer = false;
  readonly #paths = new PathIndex();
  readonly #batches = new TaskBatches();
  #steps = new StepRows();
  #keys = new UpdateKeys();
  readonly #updateKeys: string[] = [];
  readonly #problems: ProjectionProblem[] = [];
  /** The latest attempt of each step that history has shown since the last fold. */
  readonly #attempts = new Map<string, { attempt: number; startedAt: number | null }>();
  #run: MachineRun | null = null;
  #start: ExecutionStart | null = null;
  /** Why the definition does not compile. The interpreter fails such an execution without a machine. */
  #refused: string | null = null;
  /** The batch of the last workflow task, until all operations that belong to it have been read. */
  #batch: { readonly batch: Batch; readonly operations: MachineEvent[]; readonly id: number } | null = null;
  /** The batch of the last workflow task. The answers of burst steps that the task ran follow it in history. */
  #task: Batch | null = null;
  #folded = 0;
  #ended: readonly TraceEntry[] = [];
  #startedAt: number | null = null;
  #firstRunId: string | null = null;
  #lastEventId = 0;
  #close: WorkflowClose | null = null;

  /** @param buildId names the code of the worker's interpreter, as history does. Null: it is the same in every run. */
  constructor(executionId: string, programs: ProgramCache, buildId: string | null = null) {
    this.#executionId = executionId;
    this.#programs = programs;
    this.#buildId = buildId;
  }

  get closed(): boolean {
    return this.#close !== null;
  }

  /** @param events the next durable events, in order. */
  add(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      const id = eventId(event);
      if (id !== this.#lastEventId + 1) {
        const message = `Event ${id} follows event ${this.#lastEventId}.`;
        this.#problem({ code: "HISTORY_GAP", message, eventId: id });
      }
      this.#lastEventId = id;
      try {
        this.#take(event, id);
      } catch (error) {
        this.#giveUp("PAYLOAD_UNREADABLE", error, id);
      }
    }
    this.#fold();
  }

  result(): Projection {
    this.#flush();
    this.#fold();
    const { trace, traceHash } = this.#run ?? { trace: [], traceHash: "" };
    return {
      status: this.#close?.status ?? "running",
      output: this.#close?.output ?? null,
      failure: this.#close?.failure ?? null,
      startedAt: this.#startedAt,
      closedAt: this.#close === null || this.#close.status === "running" ? null : this.#close.at,
      firstRunId: this.#firstRunId,
      acceptedKeys: acceptedKeys(this.#start),
      nextRunId: this.#close?.nextRunId ?? null,
      wasReset: this.#close?.wasReset ?? false,
      lastEventId: this.#lastEventId,
      needsNewer: this.#needsNewer && !endedFromOutside(this.#close),
      trace: this.#ended.length === 0 ? trace : [...trace, ...this.#ended],
      updateKeys: this.#updateKeys,
      traceHash,
      steps: this.#steps.rows(),
      problems: this.#problems,
    };
  }

  /** The steps that have changed since the last call, which the next write has to write. */
  takeChangedSteps(): StepRow[] {
    this.#flush();
    this.#fold();
    return this.#steps.takeChanges(this.closed);
  }

  #take(event: HistoryEvent, id: number): void {
    this.#paths.note(event);
    const operation = operationEvent(event);
    if (operation !== undefined && this.#start !== null)
      for (const problem of unsignedOperation(event, this.#start, this.#executionId))
        this.#problem({ ...problem, eventId: id });
    if (operation !== undefined && this.#batch !== null) {
      this.#batch.operations.push(operation);
      return;
    }
    this.#flush();
    // The operation follows the marker of a burst step, so the workflow got it after that step's answer.
    if (operation !== undefined)
      return this.#run === null ? undefined : this.#applyBatch(this.#run, [operation], 0, id);
    if (event.workflowExecutionStartedEventAttributes) return this.#begin(event, id);
    const begun = event.activityTaskStartedEventAttributes;
    if (begun) {
      const path = this.#paths.get(begun.scheduledEventId);
      if (path !== undefined)
        this.#attempts.set(path, { attempt: begun.attempt ?? 1, startedAt: timeMs(event.eventTime) });
      return;
    }
    const close = workflowClose(event);
    if (close !== undefined) return this.#end(close, id);
    const task = event.workflowTaskCompletedEventAttributes;
    // A worker of a deployment says it in another field.
    if (task) this.#ranBy = task.deploymentVersion?.buildId || task.workerVersion?.buildId || null;
    const run = this.#run;
    if (run === null) return;
    if (task) run.taskBegins();
    const batch = this.#batches.next(event);
    if (batch !== undefined) {
      this.#task = batch;
      this.#batch = { batch, operations: [], id };
      return;
    }
    const local = localAnswer(event);
    if (local === "elsewhere") return;
    if (local !== undefined) {
      // A marker follows its workflow task in history, and the batch of that task has been applied.
      for (const { path, attempt, startedAt } of local.attempts) this.#attempts.set(path, { attempt, startedAt });
      return this.#applyBatch(run, [local.event], 0, id);
    }
    const heard = machineEvent(event, this.#paths, run.armedFor);
    if (heard !== undefined) this.#batches.hold(id, heard);
  }

  #begin(event: HistoryEvent, id: number): void {
    const attributes = event.workflowExecutionStartedEventAttributes!;
    this.#startedAt = timeMs(event.eventTime);
    this.#firstRunId = attributes.firstExecutionRunId || null;
    const start = executionStart((attributes.input?.payloads ?? []).map(decodePayload));
    if (start === null) {
      this.#problem({ code: "START_UNREADABLE", message: "The run's input is not an ExecutionStart.", eventId: id });
      return;
    }
    this.#start = start;
    try {
      this.#run = new MachineRun(this.#programs.get(start), start.resume?.state);
    } catch (error) {
      this.#needsNewer = error instanceof UnknownInterpreterVersion;
      this.#refused = error instanceof Error ? error.message : String(error);
      return;
    }
    const { resume, seed, event: cause } = start;
    const time = this.#startedAt;
    if (resume === undefined) {
      const executionId = this.#executionId;
      this.#batches.hold(id, { kind: "started", event: cause, executionId, ...(seed && { seed }), time });
    } else {
      this.#steps = new StepRows(resume);
      this.#keys = new UpdateKeys(resume);
      this.#batches.hold(id, { kind: "resumed", time });
    }
  }

  #end(close: WorkflowClose, id: number): void {
    this.#close = close;
    if (close.wasReset) return;
    this.#fold();
    if (close.status === "running") {
      for (const problem of [
        ...compareContinueAsNew(close, this.#run, this.#isOurs()),
        ...exchangedKeys(close, this.#start),
      ])
        this.#problem({ ...problem, eventId: id });
      return;
    }
    // The machine has not ended the execution, so it was ended from outside: end the steps that are open.
    if (this.#run !== null && this.#run.end === null) {
      this.#ended = endOpenSteps(this.#start!.definition, this.#steps.rows(), this.#run.snapshot(), close.at);
      this.#addSteps(this.#ended);
    }
    for (const problem of compareClose(close, this.#run, this.#refused, this.#isOurs()))
      this.#problem({ ...problem, eventId: id });
  }

  /** Whether the code that ended the run is that of this process, so that both have to describe it in the same words. */
  #isOurs(): boolean {
    return this.#buildId === null || this.#ranBy === null || this.#ranBy === this.#buildId;
  }

  /** Applies the batch of the last workflow task, which is complete now. */
  #flush(): void {
    if (this.#batch === null) return;
    const { batch, operations, id } = this.#batch;
    this.#batch = null;
    const events = [...batch.events, ...operations];
    if (this.#run !== null && events.length > 0) this.#applyBatch(this.#run, events, batch.at, id);
  }

  /** Asks the machine to continue as new if the history is long, as the interpreter does. */
  #applyBatch(run: MachineRun, events: readonly (MachineEvent | RegionEvent)[], at: number, id: number): void {
    const drain = this.#task === null ? null : drainEvent(this.#task.history, this.#start?.historyLimit);
    this.#apply(() => run.apply(drain === null ? events : [drain, ...events], at), id);
  }

  #apply(work: () => void, id: number): void {
    try {
      work();
    } catch (error) {
      this.#giveUp("MACHINE_FAILED", error, id);
    }
  }

  #fold(): void {
    if (this.#run === null) return;
    this.#addSteps(this.#folded === 0 ? this.#run.trace : this.#run.trace.slice(this.#folded));
    this.#folded = this.#run.trace.length;
    for (const [path, { attempt, startedAt }] of this.#attempts) this.#steps.attempt(path, attempt, startedAt);
    this.#attempts.clear();
  }

  #addSteps(entries: readonly TraceEntry[]): void {
    this.#steps.add(entries);
    for (const entry of entries) this.#updateKeys.push(this.#keys.next(entry));
  }

  /** The machine cannot continue. History is mirrored all the same, and the problem names the event where the projection stopped. */
  #giveUp(code: "PAYLOAD_UNREADABLE" | "MACHINE_FAILED", error: unknown, id: number): void {
    this.#fold();
    this.#problem({ code, message: error instanceof Error ? error.message : String(error), eventId: id });
  }

  #problem(problem: ProjectionProblem): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }
}

/** Whether Temporal ended the run, by termination or time-out. That needs no rules of the graph to be told, and a person who terminates an execution waits for it to be told. */
function endedFromOutside(close: WorkflowClose | null): boolean {
  return close?.status === "terminated" || close?.status === "timedOut";
}

/** The most problems that are kept: those that follow from the first ones say nothing new. */
const MAX_PROBLEMS = 20;
