import { setTimeout as sleep } from "node:timers/promises";
import {
  ApplicationFailure,
  CancelledFailure,
  Client,
  Connection,
  TimeoutFailure,
  WorkflowFailedError,
} from "@temporalio/client";
import { Context } from "@temporalio/activity";
import { NativeConnection, Worker } from "@temporalio/worker";
import {
  coreNodeTypes,
  definitionHash,
  freeze,
  type Definition,
  type ExecutionResult,
  type Failure,
  type Graph,
  type Json,
  type JsonObject,
  type TraceEntry,
} from "@tempograph/graph";
import { probeManifest, probePlan, type ScenarioResult } from "@tempograph/graph/conformance";
import { temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { traceSinks } from "../trace-sinks.ts";
import { quietRuntime } from "./quiet-runtime.ts";
import { testBundle } from "./test-bundle.ts";

/** A graph and what happens to it: a scenario, or a random run. */
export interface DrivenRun {
  readonly graph: Graph;
  readonly payload?: Json;
  readonly signals?: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  readonly cancelAfterMs?: number;
}

export interface DrivenResult extends ScenarioResult {
  readonly executionId: string;
  readonly runId: string;
  /** As the interpreter sent it; absent where the end cannot carry it. */
  readonly traceHash?: string;
}

export interface TemporalDriver {
  readonly client: Client;
  readonly taskQueue: string;
  run(name: string, run: DrivenRun): Promise<DrivenResult>;
  stop(): Promise<void>;
}

/** The real interpreter on the real server, with the probe as its one activity. */
export async function startTemporalDriver(
  options: { readonly maxCachedWorkflows?: number } = {},
): Promise<TemporalDriver> {
  quietRuntime();
  const address = temporalAddress();
  const taskQueue = uniqueTaskQueue();
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = new Client({ connection });
  const traces = new Map<string, TraceEntry[]>();
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await testBundle(),
    activities: { probe },
    sinks: traceSinks((runId, _executionId, entries) => traces.set(runId, [...(traces.get(runId) ?? []), ...entries])),
    maxHeartbeatThrottleInterval: "200ms",
    defaultHeartbeatThrottleInterval: "200ms",
    ...options,
  });
  const running = worker.run();
  let count = 0;
  return {
    client,
    taskQueue,
    async run(name, run) {
      count += 1;
      const executionId = `${taskQueue}-${count}`;
      const handle = await client.workflow.start(name, {
        workflowId: executionId,
        taskQueue,
        args: [startOf(name, run)],
      });
      const script = playScript(run, handle);
      const end = await endOf(handle.result() as Promise<ExecutionResult>);
      await script;
      const runId = handle.firstExecutionRunId;
      return { executionId, runId, trace: traces.get(runId) ?? [], ...end };
    },
    async stop() {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
    },
  };
}

export function definitionOf(name: string, graph: Graph): Definition {
  const types = new Map([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
  return freeze({ graph, types, workflow: { id: "wf", name, version: 1 } });
}

function startOf(name: string, run: DrivenRun): object {
  const definition = definitionOf(name, run.graph);
  const event = {
    id: "evt",
    type: "test",
    source: "conformance",
    time: "2026-01-01T00:00:00.000Z",
    data: run.payload ?? {},
  };
  return { definition, definitionHash: definitionHash(definition), event };
}

async function probe(input: JsonObject, meta: { path: string }): Promise<object> {
  const { info, cancellationSignal, heartbeat } = Context.current();
  const { failure, output, port, takesMs } = probePlan(input, info.attempt);
  const until = Date.now() + takesMs;
  while (Date.now() < until) {
    if (!info.isLocal) heartbeat();
    await sleep(Math.min(50, Math.max(1, until - Date.now())));
    if (cancellationSignal.aborted) throw new CancelledFailure("asked to stop");
  }
  const time = Date.now();
  if (failure === null) return { output, ...(port && { port }), ...(info.isLocal && { path: meta.path, time }) };
  const details = { message: failure.message, path: meta.path, ...(info.isLocal && { time }) };
  const nonRetryable = failure.retryable === false;
  throw ApplicationFailure.create({ message: failure.message, type: failure.code, nonRetryable, details: [details] });
}

async function playScript(
  run: DrivenRun,
  handle: { signal(name: string, payload: Json): Promise<void>; cancel(): Promise<unknown> },
): Promise<void> {
  const acts = (run.signals ?? []).map(async ({ afterMs, name, payload }) => {
    await sleep(afterMs);
    // The execution may have ended by then; that is part of some runs.
    await handle.signal(name, payload).catch(() => undefined);
  });
  if (run.cancelAfterMs !== undefined) {
    acts.push(
      sleep(run.cancelAfterMs).then(() =>
        handle.cancel().then(
          () => undefined,
          () => undefined,
        ),
      ),
    );
  }
  await Promise.all(acts);
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
    if (!(error.cause instanceof ApplicationFailure)) throw error;
    const [details] = error.cause.details as { failure: Failure; traceHash: string }[];
    return { status: "failed", failure: details!.failure, traceHash: details!.traceHash };
  }
}
