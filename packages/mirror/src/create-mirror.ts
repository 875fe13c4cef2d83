import { createProgramCache } from "@tempograph/graph";
import {
  createPayloadCodec,
  findOpenAmong,
  listen,
  WATCH_CHANNEL,
  type Database,
  type Listener,
  type PayloadCodec,
} from "@tempograph/db";
import type { FaultPoint, Logger } from "@tempograph/runtime";
import { createLiveUpdateBuffer, type LiveUpdates, type LiveUpdateOptions } from "./live-updates/live-update-buffer.ts";
import { createCloseWriter } from "./follow/close-writer.ts";
import { createFollowers } from "./follow/followers.ts";
import { createKeyCheck } from "./follow/key-check.ts";
import type { MirrorDeps, MirrorPoint, TemporalConnection } from "./mirror-deps.ts";
import type { Projection } from "./project/projection.ts";
import { createRecentGreatest } from "./recent-greatest.ts";
import { createRecentLatency } from "./recent-latency.ts";
import { createSweeper, type SweeperOptions } from "./sweep/sweeper.ts";

export interface MirrorOptions {
  readonly db: Database;
  /** The same database, for the connection that listens for notifications. */
  readonly databaseUrl: string;
  /** Its connection may be the worker's NativeConnection. */
  readonly client: { readonly connection: TemporalConnection };
  readonly namespace: string;
  readonly taskQueue: string;
  readonly logger: Logger;
  /** Whether Temporal is the one in which the executions run. If not, nothing is looked up there. Default: it is. */
  readonly isOurs?: (() => Promise<boolean>) | undefined;
  /** The worker's codec, whose cache holds most of the values that the mirror reads. Default: a codec of its own. */
  readonly payloadCodec?: PayloadCodec;
  readonly liveUpdates?: LiveUpdateOptions;
  readonly sweep?: Pick<SweeperOptions, "intervalMs" | "openForMs" | "describesPerSweep" | "lostAfterMs">;
  /** The most runs that are followed by long poll at the same time. Default 64. */
  readonly maxFollowed?: number;
  /** Names the code of the interpreter in this process, as its worker tells Temporal. Default: all workers have the same. */
  readonly buildId?: string | undefined;
  /** Only for tests: executions may accept operations that nobody has signed. */
  readonly unsignedOperations?: boolean | undefined;
  /** Milliseconds until another mirror may follow a run whose mirror died. Default 30,000. */
  readonly leaseMs?: number;
  /** Only for tests. */
  readonly faultPoint?: FaultPoint<MirrorPoint> | undefined;
}

export interface Mirror {
  /** Tells that a run has probably closed (the worker evicted it with reason 10). Hints only make the mirror fast; what it writes comes from history. */
  closeHint(executionId: string, runId: string): void;
  readonly liveUpdates: LiveUpdates;
  /** Follows the execution by long poll and writes its live updates without delay. The API requests this by NOTIFY. */
  watch(executionId: string): void;
  /** The longest time in ms from the close of an execution until this mirror wrote it, of the last 30 s. Null: none closed. */
  lagMs(): number | null;
  /** Resolves when every close hinted so far is written or left to the sweeper. */
  idle(): Promise<void>;
  /** Does one sweep now. */
  sweep(): Promise<void>;
  /** Begins to listen for watched executions and to sweep. */
  start(): Promise<void>;
  /** Finishes the writes under way and releases the leases. */
  stop(): Promise<void>;
}

/**
 * The mirror of one worker process. It writes Temporal's history, and the steps and status that follow from it, as rows into
 * Postgres. Any number of mirrors may run at the same time.
 */
export function createMirror(options: MirrorOptions): Mirror {
  const { db, namespace, taskQueue, logger } = options;
  const { connection } = options.client;
  const deps: MirrorDeps = {
    db,
    connection,
    payloadCodec: options.payloadCodec ?? createPayloadCodec({ db }),
    buildId: options.buildId ?? null,
    namespace,
    taskQueue,
    logger,
    checkKeys: options.unsignedOperations === true ? (projection) => Promise.resolve(projection) : createKeyCheck(db),
    faultPoint: options.faultPoint,
  };
  const programs = createProgramCache();
  const latency = createRecentLatency();
  const lag = createRecentGreatest();
  const liveUpdates = createLiveUpdateBuffer(deps, options.liveUpdates, latency);
  function onClosed({ startedAt, closedAt }: Projection): void {
    if (startedAt !== null) latency.add(Date.now() - startedAt);
    if (closedAt !== null) lag.add(Date.now() - closedAt);
  }
  const followers = createFollowers(deps, {
    programs,
    onClosed,
    liveUpdates,
    leaseMs: options.leaseMs ?? 30_000,
    ...(options.maxFollowed !== undefined && { max: options.maxFollowed }),
  });
  const closes = createCloseWriter(deps, {
    programs,
    liveUpdates,
    onClosed,
    isFollowed: followers.has,
    onNextRun: (executionId, runId) => followers.follow(executionId, runId, false),
  });
  const sweeper = createSweeper(deps, {
    ...options.sweep,
    isOurs: options.isOurs,
    closeHint: closes.hint,
    follow: (executionId, runId) => followers.follow(executionId, runId, false),
    room: () => followers.room(),
    latency,
    backlog: () => liveUpdates.backlog(),
    isClosing: closes.has,
  });
  let listener: Listener | undefined;

  function watch(executionId: string): void {
    liveUpdates.watch(executionId);
    findOpenAmong(db, [executionId]).then(
      (runs) => {
        for (const run of runs) if (run.runId !== null) followers.follow(run.executionId, run.runId, true);
      },
      (error: Error) => logger.warn({ err: error, executionId }, "A watched execution could not be looked up"),
    );
  }

  return {
    closeHint: (executionId, runId) => closes.hint(executionId, runId),
    liveUpdates,
    watch,
    lagMs: () => lag.value(),
    idle: () => closes.idle(),
    sweep: () => sweeper.sweep(),
    async start() {
      listener = listen(options.databaseUrl, [WATCH_CHANNEL], (_channel, executionId) => watch(executionId), {
        onError: (error) =>
          logger.warn({ err: error }, "The connection that listens for watched executions broke; it is opened again"),
      });
      await listener.ready;
      sweeper.start();
    },
    async stop() {
      await sweeper.stop();
      await listener?.stop();
      await followers.stop();
      await closes.stop();
      await liveUpdates.stop();
    },
  };
}
