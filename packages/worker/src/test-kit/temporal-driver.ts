import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ApplicationFailure,
  CancelledFailure,
  Client,
  Connection,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from "@temporalio/client";
import { Context } from "@temporalio/activity";
import { NativeConnection, Worker } from "@temporalio/worker";
import { createPayloadCodec, openDatabase, type Database, type PayloadCodec, type PayloadKeys } from "@tempograph/db";
import {
  coreNodeTypes,
  definitionHash,
  freeze,
  REGION_PATH,
  REPLY_SIGNAL,
  STEER_UPDATE,
  type Definition,
  type ExecutionResult,
  type ExecutionStart,
  type Failure,
  type Graph,
  type JsonObject,
  type StepMeta,
  type TraceEntry,
  type Operation,
  type OperationRequest,
  type OperationResult,
} from "@tempograph/graph";
import {
  answerOf,
  CALLER_TYPES,
  happened,
  OPERATOR,
  probeManifest,
  type Moment,
  type Scenario,
  type ScenarioResult,
  type ScriptedOperation,
} from "@tempograph/graph/conformance";
import { readableEvents, projectHistory, type HistoryEvent, type Projection } from "@tempograph/mirror";
import { isDroppedUpdate, retry } from "@tempograph/runtime";
import {
  createTestDatabase,
  quietTemporalRuntime,
  temporalAddress,
  uniqueTaskQueue,
  waitFor,
} from "@tempograph/testing";
import { regionActivity, type RegionOptions } from "../region/region-activity.ts";
import { traceSinks } from "../trace-sinks.ts";
import { installWorkflowThread } from "../workflow-thread/install-workflow-thread.ts";
import { attend } from "./attend.ts";
import { probeActivity } from "./probe-activity.ts";
import { FAILURE_CONVERTER_PATH } from "../workflow-bundle.ts";
import { testBundle } from "./test-bundle.ts";
import { testKeys } from "./test-keys.ts";

/** A graph and what happens to its execution: a scenario, or a random run. */
export type DrivenRun = Pick<Scenario, "graph"> &
  Partial<
    Pick<
      Scenario,
      | "payload"
      | "signals"
      | "cancelAfterMs"
      | "cancelOnce"
      | "replies"
      | "operations"
      | "seed"
      | "answers"
      | "continueAsNewEvery"
      | "limits"
    >
  > & {
    /** Whose operations the execution accepts. Default: those of everybody. */
    readonly access?: Pick<ExecutionStart, "operationKeys" | "unsignedOperations">;
    /** Default: the latest. */
    readonly interpreterVersion?: number;
    /** The number of history events after which a run continues as new. */
    readonly historyLimit?: number;
    /** How a person resolves incidents and decides approvals, by path, as soon as they appear. */
    readonly resolutions?: { readonly [path: string]: Operation };
  };

type Activities = RegionOptions["activities"];

export type RunProjection = Projection & { readonly runId: string };

export interface DrivenResult extends ScenarioResult {
  readonly executionId: string;
  /** The last run of the chain. `runIds` are all runs, in order. */
  readonly runId: string;
  readonly runIds: readonly string[];
  /** The hash that the interpreter sent. A cancelled, terminated or timed-out execution sends none. */
  readonly traceHash?: string;
  /** The mirror's projections of the runs, in order. `trace` is the trace of all of them. */
  readonly projections: readonly RunProjection[];
}

export interface TemporalDriver {
  readonly client: Client;
  /** The database that holds large values. */
  readonly db: Database;
  readonly payloadCodec: PayloadCodec;
  readonly taskQueue: string;
  /** @param meanwhile what the test does with the execution in addition to the run's own script */
  run(name: string, run: DrivenRun, meanwhile?: (stage: Stage) => Promise<void>): Promise<DrivenResult>;
  /** A run's history with values in the place of references, for replays and projections that have no database. */
  history(executionId: string, runId: string): Promise<{ readonly events: HistoryEvent[] }>;
  stop(): Promise<void>;
}

/** Starts the real interpreter on a real server, with the probe as activity, and scripted answers for caller steps. */
export async function startTemporalDriver(
  options: {
    readonly maxCachedWorkflows?: number;
    /** The Temporal server. Default: the one of the test run. */
    readonly address?: string;
    /** Makes a codec that replaces the usual one. */
    readonly codec?: (db: Database) => PayloadCodec;
    /** What carries regions out. Default: as in a worker. */
    readonly region?: () => Promise<unknown>;
    /** The keys that encrypt payloads. Default: keys of this driver. Null: payloads are not encrypted. */
    readonly keys?: PayloadKeys | null;
  } = {},
): Promise<TemporalDriver> {
  quietTemporalRuntime();
  const address = options.address ?? temporalAddress();
  const taskQueue = uniqueTaskQueue();
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const {
    address: _,
    region,
    codec,
    keys: payloadKeys = codec === undefined ? testKeys() : null,
    ...workerOptions
  } = options;
  const payloadCodec = codec?.(db) ?? createPayloadCodec({ db, keys: payloadKeys ?? undefined });
  const dataConverter = {
    payloadCodecs: [payloadCodec],
    ...(payloadKeys !== null && { failureConverterPath: FAILURE_CONVERTER_PATH }),
  };
  const client = new Client({ connection, dataConverter });
  /** The traces by execution and run, as the worker reports them. Entries may be missing, or repeated after a retried workflow task. */
  const traces = new Map<string, Map<string, TraceEntry[]>>();
  const scripts = new Map<string, DrivenRun>();
  /** The idempotency keys of caller steps, which replies have to name. */
  const keys = new Map<string, string>();
  const ask = async (input: JsonObject, meta: StepMeta): Promise<object> => {
    const { workflowExecution, activityType } = Context.current().info;
    const { workflowId } = workflowExecution!;
    keys.set(`${workflowId} ${meta.path}`, meta.idempotencyKey);
    return { output: answerOf(scripts.get(workflowId) ?? {}, { path: meta.path, type: activityType, input }) };
  };
  const traceOf = (executionId: string): TraceEntry[] => [...(traces.get(executionId)?.values() ?? [])].flat();
  const onTrace = (runId: string, executionId: string, entries: readonly TraceEntry[]): void => {
    const runs = traces.get(executionId) ?? new Map<string, TraceEntry[]>();
    traces.set(executionId, runs.set(runId, [...(runs.get(runId) ?? []), ...entries]));
  };
  const activities = {
    probe: probeActivity(traceOf),
    ...Object.fromEntries(CALLER_TYPES.map((type) => [type, ask])),
  };
  installWorkflowThread({ stackTraces: false });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await testBundle(payloadKeys !== null),
    activities: {
      ...activities,
      ...(region ? { [REGION_PATH]: region } : regionActivity({ activities: activities as Activities, onTrace })),
    },
    dataConverter,
    sinks: traceSinks(onTrace),
    maxHeartbeatThrottleInterval: "200ms",
    defaultHeartbeatThrottleInterval: "200ms",
    ...workerOptions,
  });
  const running = worker.run();
  let count = 0;

  async function history(executionId: string, runId: string): Promise<{ events: HistoryEvent[] }> {
    const { events } = await client.workflow.getHandle(executionId, runId).fetchHistory();
    return { events: [...(await readableEvents(executionId, events ?? [], payloadCodec, { all: true }))] };
  }

  async function projectChain(executionId: string, firstRunId: string): Promise<RunProjection[]> {
    const found: RunProjection[] = [];
    for (let runId: string | null = firstRunId; runId !== null; runId = found.at(-1)!.nextRunId) {
      const { events } = await history(executionId, runId);
      found.push({ runId, ...projectHistory(executionId, events) });
    }
    return found;
  }

  return {
    client,
    db,
    payloadCodec,
    taskQueue,
    async run(name, run, meanwhile) {
      count += 1;
      const executionId = `${taskQueue}-${count}`;
      scripts.set(executionId, run);
      const handle = await client.workflow.start(name, {
        workflowId: executionId,
        taskQueue,
        args: [startOf(name, run)],
      });
      const traceNow = (): TraceEntry[] => traceOf(executionId);
      let isOver = false;
      const stage: Stage = {
        handle: client.workflow.getHandle(executionId),
        traceNow,
        traceInHistory: async () =>
          (await projectChain(executionId, handle.firstExecutionRunId)).flatMap((projection) => projection.trace),
        keyOf: (path) => keys.get(`${executionId} ${path}`),
        isOver: () => isOver,
      };
      // If the test's own actions fail, end the execution, because it may wait for an action that will not come.
      const beside = meanwhile?.(stage).catch(async (error: unknown) => {
        await stage.handle.terminate("the test failed").catch(() => undefined);
        throw error;
      });
      const script = Promise.all([playScript(run, stage), beside]);
      script.catch(() => undefined);
      const end = await endOf(handle.result() as Promise<ExecutionResult>).finally(() => (isOver = true));
      const [operationResults] = await script;
      const projections = await projectChain(executionId, handle.firstExecutionRunId);
      const runIds = projections.map(({ runId }) => runId);
      const trace = projections.flatMap((projection) => projection.trace);
      return { executionId, runId: runIds.at(-1)!, runIds, projections, trace, operationResults, ...end };
    },
    history,
    async stop() {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
      await db.destroy();
      await database.drop();
    },
  };
}

export function definitionOf(name: string, graph: Graph): Definition {
  const types = new Map([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
  return freeze({ graph, types, workflow: { id: "wf", name, version: 1 } });
}

function startOf(name: string, run: DrivenRun): object {
  const { interpreterVersion } = run;
  const definition = {
    ...definitionOf(name, run.graph),
    ...(run.limits && { limits: run.limits }),
    ...(interpreterVersion !== undefined && { interpreterVersion }),
  };
  const event = {
    id: "evt",
    type: "test",
    source: "conformance",
    time: "2026-01-01T00:00:00.000Z",
    data: run.payload ?? {},
  };
  const { seed } = run;
  const historyLimit = run.historyLimit ?? (run.continueAsNewEvery === undefined ? undefined : HISTORY_LIMIT);
  return {
    definition,
    definitionHash: definitionHash(definition),
    event,
    ...(run.access ?? { unsignedOperations: true }),
    ...(seed && { seed }),
    ...(historyLimit !== undefined && { historyLimit }),
  };
}

/** A limit that lets a run of a few steps continue as new. */
const HISTORY_LIMIT = 8;

export interface Stage {
  /** A handle of the execution's latest run. */
  readonly handle: WorkflowHandle;
  /** What the worker has reported. Some of it may have come in a workflow task that the server refused afterwards, and never happened. */
  readonly traceNow: () => readonly TraceEntry[];
  /** What the server has accepted so far. */
  readonly traceInHistory: () => Promise<readonly TraceEntry[]>;
  readonly keyOf: (path: string) => string | undefined;
  readonly isOver: () => boolean;
}

/** Plays the run's script and returns the results of its operations. In some runs the execution ends before the script does. */
async function playScript(run: DrivenRun, stage: Stage): Promise<readonly OperationResult[]> {
  const { handle, keyOf } = stage;
  const act = async (moment: Moment, work: () => Promise<unknown>): Promise<void> => {
    await sleep(moment.afterMs);
    const { once } = moment;
    if (once !== undefined) {
      await waitFor(() => stage.isOver() || happened(stage.traceNow(), once), { what: once }).catch(() => undefined);
      // The sink reports an entry some milliseconds before the server has accepted the workflow task. An event that comes in
      // between would make the server refuse a task that ends the execution.
      await sleep(SINK_LEAD_MS);
    }
    await work().catch(() => undefined);
  };
  const operationResults: OperationResult[] = [];
  const acts = [
    // One after the other: signals that are under way together arrive in any order, and a busy machine sends late ones together.
    inTurn(run.signals ?? [], (signal) => act(signal, () => handle.signal(signal.name, signal.payload))),
    ...(run.replies ?? []).map((reply) =>
      act(reply, async () => {
        const key = await waitFor(() => stage.isOver() || keyOf(reply.path));
        await handle.signal(REPLY_SIGNAL, { path: reply.path, key, reply: reply.reply, time: Date.now() });
      }),
    ),
    inTurn(run.operations ?? [], async (operation, index) => {
      await act(operation, async () => {
        operationResults[index] = await steer(handle, String(index), operation);
      });
    }),
    attend(
      {
        ...stage,
        steer: (operation) => steer(handle, `attend-${randomUUID()}`, { afterMs: 0, operation }).catch(() => undefined),
      },
      run.resolutions ?? {},
    ),
  ];
  const { cancelAfterMs: afterMs, cancelOnce: once } = run;
  if (afterMs !== undefined) acts.push(act({ afterMs, ...(once !== undefined && { once }) }, () => handle.cancel()));
  await Promise.all(acts);
  return operationResults.filter(Boolean);
}

const SINK_LEAD_MS = 100;

/** Does the work for all items in sequence, each at its moment. */
async function inTurn<T extends Moment>(
  all: readonly T[],
  work: (one: T, index: number) => Promise<void>,
): Promise<void> {
  let passed = 0;
  for (const [index, one] of all.entries()) {
    const afterMs = Math.max(0, one.afterMs - passed);
    passed = Math.max(passed, one.afterMs);
    await work({ ...one, afterMs }, index);
  }
}

async function steer(
  handle: WorkflowHandle,
  id: string,
  { operation, by = OPERATOR }: ScriptedOperation,
): Promise<OperationResult> {
  const request: OperationRequest = { id, by, time: Date.now(), operation };
  const send = () => handle.executeUpdate<OperationResult, [OperationRequest]>(STEER_UPDATE, { args: [request] });
  try {
    return await retry(send, { minMs: 20, maxMs: 500, isPassing: isDroppedUpdate });
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      return error.cause.details![0] as OperationResult;
    }
    if (error instanceof WorkflowNotFoundError)
      return { id, ok: false, code: "EXECUTION_ENDING", message: "", hint: "" };
    throw error;
  }
}

async function endOf(
  result: Promise<ExecutionResult>,
): Promise<Omit<ScenarioResult, "trace"> & { traceHash?: string }> {
  try {
    const { status, output, traceHash } = await result;
    return { status, output, traceHash };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof CancelledFailure) return { status: "cancelled" };
    if (error.cause instanceof TimeoutFailure) return { status: "timedOut" };
    if (error.cause instanceof TerminatedFailure) return { status: "terminated" };
    if (!(error.cause instanceof ApplicationFailure)) throw error;
    const [details] = error.cause.details as { failure: Failure; traceHash: string }[];
    return { status: "failed", failure: details!.failure, traceHash: details!.traceHash };
  }
}
