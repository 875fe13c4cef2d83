import { Client, Connection } from "@temporalio/client";
import { openDatabase, type Database } from "@tempograph/db";
import { createTestDatabase, createTestNamespace, temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { createDispatcher, type Dispatcher } from "../create-dispatcher.ts";
import type { DispatcherOptions } from "../dispatcher-options.ts";
import { recordingLogger } from "./recording-logger.ts";

export interface DispatchSetup {
  readonly databaseUrl: string;
  readonly db: Database;
  readonly client: Client;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly logger: ReturnType<typeof recordingLogger>;
  /** Makes a dispatcher with short times; `end` stops it. No worker polls the task queue, so executions stay open. */
  dispatcher(options?: Partial<DispatcherOptions>): Dispatcher;
  end(): Promise<void>;
}

/** For tests: a database and a namespace of their own. */
export async function dispatchSetup(address = temporalAddress(), ownNamespace?: string): Promise<DispatchSetup> {
  const database = await createTestDatabase();
  const namespace = ownNamespace ?? (await createTestNamespace());
  const connection = await Connection.connect({ address });
  const db = openDatabase(database.url);
  const client = new Client({ connection, namespace });
  const taskQueue = uniqueTaskQueue();
  const logger = recordingLogger();
  const dispatchers: Dispatcher[] = [];
  return {
    ...{ databaseUrl: database.url, db, client, namespace, taskQueue, logger },
    dispatcher(options = {}) {
      const times = { pollMs: 50, leaseMs: 1_000 };
      const shared = {
        db,
        databaseUrl: database.url,
        client,
        taskQueue,
        logger,
        eager: false,
        unsignedOperations: true,
      };
      const dispatcher = createDispatcher({ ...shared, ...times, ...options });
      dispatchers.push(dispatcher);
      return dispatcher;
    },
    async end() {
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
      await connection.close();
      await db.destroy();
      await database.drop();
    },
  };
}

/** The run ids of the executions in Temporal. They are read by `describe`, because visibility lags behind. */
export async function runsOf(client: Client, executionIds: readonly string[]): Promise<readonly string[]> {
  return await Promise.all(
    executionIds.map(async (id) => {
      const { runId } = await client.workflow.getHandle(id).describe();
      return runId;
    }),
  );
}
