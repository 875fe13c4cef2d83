import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import {
  createPayloadCodec,
  findExecutions,
  loadPayloadKeys,
  type PayloadKeySettings,
  jsonb,
  listNodeTypes,
  openDatabase,
  type Database,
  type ExecutionRecord,
  type ExecutionStatus,
} from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import { definitionHash, freeze, INTERPRETER_VERSION, type Graph, type Json, type Trigger } from "@tempograph/graph";
import {
  createTestDatabase,
  createTestNamespace,
  quietTemporalRuntime,
  temporalAddress,
  uniqueTaskQueue,
  waitFor,
} from "@tempograph/testing";
import { publishTriggers } from "@tempograph/triggers";
import { createLogger, type ProcessLogger, type TemporalConnectionOptions } from "@tempograph/runtime";
import type { WorkerConfig, WorkerDeployment } from "../config.ts";
import { startWorker, type RunningWorker } from "../start-worker.ts";

export interface WorkerWorld {
  readonly db: Database;
  readonly client: Client;
  readonly config: WorkerConfig;
  /** Publishes a version of the workflow of that name and returns the workflow's id. By default events of the same name start it. */
  publish(name: string, graph: Graph, triggers?: readonly Trigger[]): Promise<string>;
  /** Sends an event and returns the execution of `wf_<type>` that it starts. */
  send(type: string, data?: Json): Promise<string>;
  emit(type: string, data?: Json, idempotencyKey?: string): Promise<string>;
  closed(executionId: string): Promise<ExecutionRecord>;
  /** Waits until the step has the status. */
  stepIs(executionId: string, path: string, status: string): Promise<void>;
  executionsOf(name: string): Promise<readonly ExecutionRecord[]>;
  end(): Promise<void>;
}

const CLOSED = new Set<ExecutionStatus>([
  "completed",
  "completedWithErrors",
  "failed",
  "cancelled",
  "terminated",
  "timedOut",
]);

export interface WorkerWorldOptions {
  /** The number of history events after which an execution continues as new. */
  readonly historyLimit?: number;
  /** Executions accept only operations that are signed with a key of the table signing_keys, as where an API runs. */
  readonly signed?: boolean;
  /** How the worker connects to the server of the test run. Default: directly. */
  readonly connection?: TemporalConnectionOptions;
  /** A server of the test's own. Default: a new namespace of the server of the test run. */
  readonly server?: { readonly address: string; readonly namespace: string };
  readonly logger?: ProcessLogger;
  readonly deployment?: WorkerDeployment;
  /** Default: payloads are not encrypted. */
  readonly payloadKeys?: PayloadKeySettings;
}

/** For tests: all parts of a worker process, with a database and a namespace of their own. */
export async function workerWorld(options: WorkerWorldOptions = {}): Promise<WorkerWorld> {
  quietTemporalRuntime();
  const [database, namespace] = await Promise.all([
    createTestDatabase(),
    options.server?.namespace ?? createTestNamespace(),
  ]);
  const address = options.server?.address ?? temporalAddress();
  const db = openDatabase(database.url);
  const connection = await Connection.connect({ address });
  const { payloadKeys } = options;
  const keys = await loadPayloadKeys(payloadKeys, () => {});
  const dataConverter = { payloadCodecs: [createPayloadCodec({ db, keys })] };
  const client = new Client({ connection, namespace, dataConverter });
  const config: WorkerConfig = {
    databaseUrl: database.url,
    temporal: { namespace, connection: options.connection ?? { address } },
    ...{ taskQueue: uniqueTaskQueue(), dataDir: fileURLToPath(new URL("../../dist/test-data", import.meta.url)) },
    ...{ nodePacks: [], packConfig: {}, egressAllow: [], healthPort: 0, healthHost: "127.0.0.1", logLevel: "silent" },
    ...(payloadKeys && { payloadKeys }),
    ...(options.historyLimit !== undefined && { historyLimit: options.historyLimit }),
    unsignedOperations: options.signed !== true,
    deployment: options.deployment,
  };
  const worker: RunningWorker = await startWorker(
    config,
    options.logger ?? createLogger({ service: "test", level: process.env["TEST_LOG_LEVEL"] ?? "silent" }),
  );
  const types = new Map((await listNodeTypes(db)).map((type) => [type.type, type]));

  async function find(executionId: string): Promise<ExecutionRecord | undefined> {
    return (await findExecutions(db, [executionId]))[0];
  }

  return {
    db,
    client,
    config,
    async publish(name, graph, triggers = [{ id: "t", eventType: name }]) {
      const id = `wf_${name}`;
      const before = await db.selectFrom("workflows").select("latest_version").where("id", "=", id).executeTakeFirst();
      const version = (before?.latest_version ?? 0) + 1;
      const definition = freeze({ graph, types, workflow: { id, name, version } });
      const draft = jsonb({ graph, triggers });
      const set = { published_version: version, latest_version: version };
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto("workflows")
          .values({ id, name, draft, ...set })
          .onConflict((conflict) => conflict.column("id").doUpdateSet(set))
          .execute();
        await trx
          .insertInto("workflow_versions")
          .values({
            ...{
              workflow_id: id,
              version,
              graph: jsonb(graph),
              triggers: jsonb(triggers),
              definition: jsonb(definition),
            },
            ...{ definition_hash: definitionHash(definition), interpreter_version: INTERPRETER_VERSION },
          })
          .execute();
        await publishTriggers(trx, { workflowId: id, version, triggers });
      });
      return id;
    },
    async send(type, data = {}) {
      const [event] = await ingestEvents(db, [{ type, data }]);
      return await waitFor(
        async () =>
          (
            await db
              .selectFrom("executions")
              .select("id")
              .where("event_id", "=", event!.id)
              .where("workflow_id", "=", `wf_${type}`)
              .executeTakeFirst()
          )?.id,
        { what: `an execution of wf_${type}` },
      );
    },
    async emit(type, data = {}, idempotencyKey) {
      const [event] = await ingestEvents(db, [{ type, data, ...(idempotencyKey !== undefined && { idempotencyKey }) }]);
      return event!.id;
    },
    closed: (executionId) =>
      waitFor(
        async () => {
          const execution = await find(executionId);
          return execution !== undefined && CLOSED.has(execution.status) && execution;
        },
        { timeoutMs: 20_000, what: `${executionId} to close` },
      ),
    async stepIs(executionId, path, status) {
      await waitFor(
        async () => {
          const step = await db
            .selectFrom("steps")
            .select("status")
            .where("execution_id", "=", executionId)
            .where("path", "=", path)
            .executeTakeFirst();
          return step?.status === status;
        },
        { timeoutMs: 20_000, what: `step ${path} to be ${status}` },
      );
    },
    async executionsOf(name) {
      const rows = await db
        .selectFrom("executions")
        .select("id")
        .where("workflow_id", "=", `wf_${name}`)
        .orderBy("seq")
        .execute();
      return await findExecutions(
        db,
        rows.map(({ id }) => id),
      );
    },
    async end() {
      await worker.stop();
      await connection.close();
      await db.destroy();
      await database.drop();
    },
  };
}
