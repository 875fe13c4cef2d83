import { join } from "node:path";
import { Client } from "@temporalio/client";
import { type DataConverter, type NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import { builtinPack, createActivityHost, createSecretResolver, loadNodePacks } from "@tempograph/activities";
import {
  createPayloadCodec,
  loadMasterKeys,
  loadPayloadKeys,
  openApplicationDatabase,
  registerConnectionTypes,
  registerNodeTypes,
  registerSourceTypes,
  watchPool,
} from "@tempograph/db";
import {
  createDeliverer,
  createDispatcher,
  createNamespaceGuard,
  createStateSweeper,
  ingestEvents,
  registerSearchAttributes,
  traceStart,
} from "@tempograph/dispatch";
import { coreNodeTypes, descriptorOf, nodeRunId } from "@tempograph/graph";
import { createMirror } from "@tempograph/mirror";
import { isTracing, watchGauges, workEndsWithin, type ProcessLogger } from "@tempograph/runtime";
import { createTriggerRunner, scheduleActivities } from "@tempograph/triggers";
import { countAttempt } from "./count-attempt.ts";
import { onRunForgotten } from "./close-hints.ts";
import type { WorkerConfig } from "./config.ts";
import { connectTemporal } from "./connect-temporal.ts";
import { createFindConnection, createFindTriggerConnection } from "./connections/find-connection.ts";
import { keptCredentials } from "./connections/kept-credentials.ts";
import { createOpenTriggerDatabase } from "./connections/open-trigger-database.ts";
import { createTakeSignIn } from "./connections/take-sign-in.ts";
import { coordinationPack } from "./coordination/coordination-pack.ts";
import { leaseGauges } from "./lease-gauges.ts";
import { nodeRunGuard, workflowsOnly } from "./node-run-guard.ts";
import { NodeRuns } from "./node-runs.ts";
import { projectEgress } from "./project-egress.ts";
import { regionActivity } from "./region/region-activity.ts";
import { sayAlive } from "./say-alive.ts";
import { TaskWaits, watchResults } from "./task-waits.ts";
import { traceAttempts } from "./trace-attempts.ts";
import { traceSinks } from "./trace-sinks.ts";
import { FAILURE_CONVERTER_PATH, workflowBundle, type WorkflowCode } from "./workflow-bundle.ts";
import { startRetention } from "./retention/start-retention.ts";
import { installWorkflowThread } from "./workflow-thread/install-workflow-thread.ts";

export interface RunningWorker {
  /** Whether the worker polls for tasks. */
  isRunning(): boolean;
  /** Rejects if the worker fails. */
  readonly done: Promise<void>;
  /**
   * Lets running steps end for two fifths of `shutdownMs` and hands the others back; waits up to 15 s for the answers of authorization servers
   * that are under way; writes the waiting rows and closes the connections.
   */
  stop(): Promise<void>;
}

/**
 * Starts the parts of the worker process: the interpreter, the node packs as activities, the mirror with its close hints, the
 * deliverer, and the dispatcher. The dispatcher runs in this process because eager start needs client and worker on one
 * connection.
 */
export async function startWorker(config: WorkerConfig, logger: ProcessLogger): Promise<RunningWorker> {
  const keys = await loadPayloadKeys(config.payloadKeys, (error) =>
    logger.error({ err: error }, "The changed payload keys cannot be used; the known keys stay valid"),
  );
  const masterKeys = await loadMasterKeys(config.masterKeys ?? {}, config.dataDir, (error) =>
    logger.error({ err: error }, "The master keys cannot be used; the known ones stay valid"),
  );
  // The API says what is missing where Postgres cannot keep projects apart; a worker serves all of them.
  const { db } = await openApplicationDatabase(config.databaseUrl, {
    part: "worker",
    migrationUrl: config.migrationDatabaseUrl,
    applicationName: "tempograph-worker",
    max: 12,
  });
  const packs = [builtinPack, ...(await loadNodePacks(config.nodePacks))];
  const [connection, bundle] = await Promise.all([
    connectTemporal(config.temporal.connection, logger),
    workflowBundle(config.cacheDir ?? join(config.dataDir, "cache"), { encodeFailures: keys?.encrypt === true }),
  ]);
  const guard = createNamespaceGuard({
    ...{ db, connection, namespace: config.temporal.namespace },
    ...{ accepted: config.acceptTemporal, logger },
  });
  await guard.assertOurs();
  const payloadCodec = createPayloadCodec({ db, keys });
  const dataConverter: DataConverter = {
    payloadCodecs: [payloadCodec],
    ...(keys?.encrypt === true && { failureConverterPath: FAILURE_CONVERTER_PATH }),
  };
  const client = new Client({
    connection,
    namespace: config.temporal.namespace,
    dataConverter,
    ...(isTracing() && { interceptors: { workflow: [traceStart] } }),
  });
  const shared = {
    db,
    databaseUrl: config.databaseUrl,
    client,
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
  };
  const mirror = createMirror({
    ...{ ...shared, payloadCodec, unsignedOperations: config.unsignedOperations },
    ...(config.lostAfterMs !== undefined && { sweep: { lostAfterMs: config.lostAfterMs } }),
    isOurs: guard.check,
    buildId: buildIdOf(config, bundle),
    logger: logger.child({ part: "mirror" }),
  });
  const nodeRuns = new NodeRuns(nodeRunGuard(db, { unsigned: config.unsignedOperations }));
  const kept = keptCredentials(db, masterKeys);
  const secrets = createSecretResolver(config.secretProviders ?? []);
  const egressRules = projectEgress(db);
  const host = createActivityHost({
    packs: [...packs, coordinationPack({ db, client })],
    egress: { allow: config.egressAllow },
    egressRules,
    takeSignIn: createTakeSignIn(db, masterKeys),
    findConnection: createFindConnection(db, masterKeys, kept, secrets),
    config: config.packConfig,
    onAttempt: (report) => {
      countAttempt(report);
      return nodeRuns.takeAttempt(report) || mirror.liveUpdates.attempt(report);
    },
    onLog: (report) => nodeRuns.takeLog(report) || mirror.liveUpdates.log(report),
    logger: logger.child({ part: "node" }),
  });
  const packTypes = host.manifests.filter(({ type }) => descriptorOf(type) === undefined);
  await registerNodeTypes(db, [...coreNodeTypes, ...packTypes]);
  await registerConnectionTypes(db, host.connectionTypes);
  await registerSourceTypes(db, host.sourceTypes);

  const executions = new Map<string, string>();
  const waits = new TaskWaits();
  const onTrace: OnTrace = (runId, executionId, entries) => {
    executions.set(runId, executionId);
    waits.come(runId);
    mirror.liveUpdates.trace(executionId, runId, entries);
  };
  const nodes = workflowsOnly(host.activities);
  const onFailure = (error: unknown): void => logger.error({ err: error }, "A region failed; its steps run one by one");
  const worker = await createTemporalWorker(
    config,
    connection,
    bundle,
    dataConverter,
    {
      ...nodes,
      ...regionActivity({ activities: nodes, onTrace, onFailure }),
      ...nodeRuns.activities(host.activities),
      ...scheduleActivities({ db, ingest: ingestEvents }),
    },
    onTrace,
    // The next task of a run that this worker does not know goes to another one.
    (runId) => executions.has(runId) && waits.due(runId),
  );
  onRunForgotten(worker, (runId, closed) => {
    waits.forget(runId);
    const executionId = executions.get(runId);
    executions.delete(runId);
    if (closed && executionId !== undefined) mirror.closeHint(executionId, runId);
  });

  const running = worker.run();
  const dispatchLogger = logger.child({ part: "dispatch" });
  const searchAttributes = await registerSearchAttributes(connection, config.temporal.namespace, dispatchLogger);
  await mirror.start();
  const dispatcher = createDispatcher({
    ...shared,
    logger: dispatchLogger,
    guard,
    searchAttributes,
    prepareLookup: host.prepareLookup,
    eager: true,
    onEagerStart: (runId) => waits.due(runId, true),
    isBehind: () => waits.areLong(),
    historyLimit: config.historyLimit,
    unsignedOperations: config.unsignedOperations,
  });
  await dispatcher.start();
  const deliverer = createDeliverer({ ...shared, logger: logger.child({ part: "deliver" }) });
  await deliverer.start();
  const triggers = createTriggerRunner({
    ...{ ...shared, ingest: ingestEvents, pollSource: host.pollSource, logger: logger.child({ part: "triggers" }) },
    openPostgres: createOpenTriggerDatabase({
      find: createFindTriggerConnection(db, masterKeys, secrets),
      egressAllow: config.egressAllow,
      rulesOf: (project) => egressRules(nodeRunId(project, "trigger")),
    }),
  });
  await triggers.start();
  const stateSweeper = createStateSweeper({ db, logger: logger.child({ part: "state" }) });
  stateSweeper.start();
  const retention = startRetention(config, { db, connection, logger: logger.child({ part: "retention" }) });
  const alive = sayAlive({ db, taskQueue: config.taskQueue, mirrorLagMs: mirror.lagMs, logger });
  const isRunning = (): boolean => worker.getState() === "RUNNING";
  const unwatch = [
    watchPool(db),
    watchGauges(() => leaseGauges(db)),
    watchGauges(() => [
      { name: "tempograph_worker_running", labels: {}, value: isRunning() ? 1 : 0 },
      { name: "tempograph_worker_behind", labels: {}, value: waits.areLong() ? 1 : 0 },
    ]),
  ];
  return {
    isRunning,
    done: running,
    async stop() {
      for (const end of unwatch) end();
      await Promise.all([
        alive.stop(),
        dispatcher.stop(),
        deliverer.stop(),
        triggers.stop(),
        stateSweeper.stop(),
        retention.stop(),
      ]);
      if (isRunning()) worker.shutdown();
      await running.catch(() => undefined);
      await mirror.stop();
      await kept.stop();
      await host.close();
      await connection.close();
      await db.destroy();
    },
  };
}

/** The name of this worker's code, as Temporal keeps it with each workflow task. */
const buildIdOf = ({ deployment }: WorkerConfig, bundle: WorkflowCode): string => deployment?.buildId ?? bundle.buildId;

/**
 * In a deployment Temporal gives the worker tasks only while the deployment routes them to this version. An execution moves to the version that is
 * current when its next task comes, because each release carries out the executions of all releases before it.
 */
function versionOf(
  config: WorkerConfig,
  bundle: WorkflowCode,
): Pick<WorkerOptions, "buildId" | "workerDeploymentOptions"> {
  const buildId = buildIdOf(config, bundle);
  if (config.deployment === undefined) return { buildId };
  const version = { deploymentName: config.deployment.name, buildId };
  return {
    workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: "AUTO_UPGRADE" },
  };
}

type OnTrace = Parameters<typeof traceSinks>[0];

function createTemporalWorker(
  config: WorkerConfig,
  connection: NativeConnection,
  bundle: WorkflowCode,
  dataConverter: DataConverter,
  activities: object,
  onTrace: OnTrace,
  onResult: (runId: string) => void,
): Promise<Worker> {
  installWorkflowThread({ stackTraces: config.stackTraces === true });
  return Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    workflowBundle: bundle,
    ...versionOf(config, bundle),
    activities,
    dataConverter,
    sinks: traceSinks(onTrace),
    interceptors: { activity: [watchResults(onResult), ...(isTracing() ? [traceAttempts] : [])] },
    maxCachedWorkflows: 1_000,
    maxConcurrentActivityTaskExecutions: 200,
    // A burst occupies its workflow task while it runs, and a start is eager only if there is a free slot.
    maxConcurrentWorkflowTaskExecutions: 200,
    maxConcurrentLocalActivityExecutions: 200,
    // A cancel reaches a running activity with its next heartbeat (rule 7), so heartbeats have to be frequent.
    maxHeartbeatThrottleInterval: "1s",
    defaultHeartbeatThrottleInterval: "1s",
    // A step that is still running at half of its time is asked to end, as at a cancel.
    shutdownGraceTime: workEndsWithin(config.shutdownMs) / 2,
    shutdownForceTime: workEndsWithin(config.shutdownMs),
  });
}
