import { setTimeout as sleep } from "node:timers/promises";
import { Client, Connection } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { createPayloadCodec, listHistoryEvents, newId, openDatabase, type Database } from "@tempograph/db";
import type { Graph, Json, JsonObject, TraceEntry } from "@tempograph/graph";
import { probePlan } from "@tempograph/graph/conformance";
import { createTestDatabase, quietTemporalRuntime, temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { createMirror, type Mirror, type MirrorOptions } from "../create-mirror.ts";
import { fetchHistory } from "../follow/fetch-history.ts";
import { insertExecution } from "./insert-execution.ts";
import { historyToJSON } from "./history-to-json.ts";
import { startOf } from "./start-of.ts";
import { interpreterBundle } from "./workflow-bundle.ts";

export interface StartedRun {
  readonly executionId: string;
  readonly runId: string;
  result(): Promise<unknown>;
}

/** The real interpreter on a real server, a database, and the mirrors under test. */
export interface MirrorWorld {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly client: Client;
  readonly taskQueue: string;
  /** The log lines of the mirrors at the levels `warn` and `error`. */
  readonly said: { readonly level: string; readonly message: string; readonly fields?: unknown }[];
  /** Called for each run that closed, as the worker's evictions show. */
  readonly onClosed: Set<(executionId: string, runId: string) => void>;
  readonly onTrace: Set<(executionId: string, runId: string, entries: readonly TraceEntry[]) => void>;
  mirror(options?: Partial<MirrorOptions>): Mirror;
  start(
    graph: Graph,
    data?: Json,
    options?: { readonly timeoutMs?: number; readonly known?: boolean; readonly interpreterVersion?: number },
  ): Promise<StartedRun>;
  /** Ends the worker, and starts one that has no execution in memory. Temporal may be replaced meanwhile. */
  withoutWorker(work: () => Promise<void>): Promise<void>;
  /** The stored events and those in Temporal, both as the SDK's proto3 JSON, to compare them (I3). */
  compare(run: StartedRun): Promise<{ readonly stored: unknown[]; readonly temporal: unknown[] }>;
  stop(): Promise<void>;
}

export async function createMirrorWorld({ address = temporalAddress() } = {}): Promise<MirrorWorld> {
  quietTemporalRuntime();
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 10 });
  const taskQueue = uniqueTaskQueue("mirror");
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const dataConverter = { payloadCodecs: [createPayloadCodec({ db })] };
  const client = new Client({ connection, dataConverter });
  const executionOf = new Map<string, string>();
  const onClosed: MirrorWorld["onClosed"] = new Set();
  const onTrace: MirrorWorld["onTrace"] = new Set();
  const startWorker = async (): Promise<() => Promise<void>> => {
    const worker = await Worker.create({
      connection: native,
      taskQueue,
      workflowBundle: await interpreterBundle(),
      activities: { probe },
      dataConverter,
      sinks: {
        tempograph: {
          trace: {
            fn: (info: { runId: string; workflowId: string }, entries: readonly TraceEntry[]) => {
              executionOf.set(info.runId, info.workflowId);
              for (const hear of onTrace) hear(info.workflowId, info.runId, entries);
            },
            callDuringReplay: false,
          },
        },
      },
    });
    const { evictionsEmitter } = worker as unknown as { evictionsEmitter: NodeJS.EventEmitter };
    evictionsEmitter.on("eviction", ({ runId, evictJob }: { runId: string; evictJob: { reason?: number } }) => {
      const executionId = executionOf.get(runId);
      if (evictJob.reason === 10 && executionId !== undefined) for (const hear of onClosed) hear(executionId, runId);
    });
    const running = worker.run();
    return async () => {
      worker.shutdown();
      await running;
    };
  };
  let stopWorker = await startWorker();
  const said: { level: string; message: string; fields?: unknown }[] = [];
  const say = (level: string) => (fields: object, message: string) => {
    said.push({ level, message, fields });
    if (process.env["MIRROR_SAYS"]) process.stderr.write(`${level} ${message} ${JSON.stringify(fields)}\n`);
  };
  const logger = { debug: () => {}, info: () => {}, warn: say("warn"), error: say("error") };
  const mirrors: Mirror[] = [];

  return {
    db,
    databaseUrl: database.url,
    client,
    taskQueue,
    said,
    onClosed,
    onTrace,
    mirror(options = {}) {
      const mirror = createMirror({
        db,
        databaseUrl: database.url,
        client,
        namespace: "default",
        taskQueue,
        logger,
        unsignedOperations: true,
        ...options,
      });
      mirrors.push(mirror);
      return mirror;
    },
    async start(graph, data = {}, { timeoutMs, known = true, interpreterVersion } = {}) {
      const executionId = newId("exe");
      const handle = await client.workflow.start("test", {
        workflowId: executionId,
        taskQueue,
        args: [startOf(graph, data, interpreterVersion)],
        ...(timeoutMs !== undefined && { workflowExecutionTimeout: timeoutMs }),
      });
      const runId = handle.firstExecutionRunId;
      if (known) await insertExecution(db, executionId, runId);
      return { executionId, runId, result: () => handle.result().catch((error: unknown) => error) };
    },
    async compare({ executionId, runId }) {
      const events = await fetchHistory({ connection, namespace: "default" }, executionId, runId);
      const rows = await listHistoryEvents(db, executionId, { limit: 100_000 });
      const { events: temporal } = JSON.parse(historyToJSON({ events })) as { events: unknown[] };
      return { stored: rows.filter((row) => row.runId === runId).map((row) => row.attributes), temporal };
    },
    async withoutWorker(work) {
      await stopWorker();
      stopWorker = async () => undefined;
      await work();
      stopWorker = await startWorker();
    },
    async stop() {
      await Promise.all(mirrors.map((mirror) => mirror.stop()));
      await stopWorker();
      await Promise.all([connection.close(), native.close()]);
      await db.destroy();
      await database.drop();
    },
  };
}

async function probe(input: JsonObject, meta: { path: string }): Promise<object> {
  const { output, takesMs } = probePlan(input, 1);
  await sleep(takesMs);
  // A local activity has to return its path and time in an envelope; for an ordinary activity they do no harm.
  return { output, path: meta.path, time: Date.now() };
}
