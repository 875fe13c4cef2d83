import { listen, TRIGGERS_CHANNEL, type Listener } from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import { triggerKinds } from "../kinds.ts";
import type { TriggerDeps, TriggerKind } from "../trigger-kind.ts";
import { createFollower } from "./follow-rows.ts";
import { createDueLoop } from "./due-loop.ts";
import { syncRows } from "./sync-rows.ts";

export interface TriggerRunnerOptions extends TriggerDeps {
  readonly databaseUrl: string;
  readonly pollMs?: number | undefined;
  readonly leaseMs?: number | undefined;
  /** Triggers that are followed at most: those that are read all the time. Default 200. */
  readonly mostFollowed?: number | undefined;
  /** Milliseconds between two looks at what may have been changed outside by hand. Default: a minute. */
  readonly lookMs?: number | undefined;
  /** Longer than the longest poll of a source. */
  readonly dueLeaseMs?: number | undefined;
  /** For tests. */
  readonly kinds?: ReadonlyMap<string, TriggerKind> | undefined;
}

export interface TriggerRunner {
  /** Resolves when the runner receives notifications. Any number of runners may run at the same time. */
  start(): Promise<void>;
  /** Claims nothing new and waits for the work under way. */
  stop(): Promise<void>;
}

/** Runs the sources of triggers in a worker: brings the outside into line with what is published, and calls the kinds whose triggers are due. */
export function createTriggerRunner(options: TriggerRunnerOptions): TriggerRunner {
  const { logger, kinds = triggerKinds } = options;
  const pollMs = options.pollMs ?? 1_000;
  const leaseMs = options.leaseMs ?? 30_000;
  let listener: Listener | undefined;
  // What is outside may be slow to answer.
  const syncs = createWakeLoop({
    name: "bring triggers into line",
    mostMs: 4 * leaseMs,
    pollMs,
    slowWhenIdle: true,
    onError: (error) => logger.warn({ err: error }, "Triggers could not be read or written; they are tried again"),
    async work() {
      const { tried, mayBeMore } = await syncRows(options, kinds, { limit: 16, leaseMs });
      // What is in line with the outside now can be followed.
      if (tried > 0) wakeReaders();
      return mayBeMore;
    },
  });
  const follower = createFollower(options, kinds, { leaseMs, most: options.mostFollowed ?? 200 });
  const follows = createWakeLoop({
    name: "follow triggers",
    mostMs: 4 * leaseMs,
    pollMs,
    slowWhenIdle: true,
    onError: (error) => logger.warn({ err: error }, "Triggers to follow could not be read; they are tried again"),
    work: () => follower.round(),
  });
  const wakeReaders = (): void => {
    follows.wake();
    due.wake();
  };
  const wake = (): void => {
    follower.check();
    syncs.wake();
    wakeReaders();
  };
  const due = createDueLoop(options, kinds, { pollMs, leaseMs: options.dueLeaseMs ?? 120_000 });
  const looks = createWakeLoop({
    name: "look at what triggers have outside",
    mostMs: 10 * leaseMs,
    pollMs: options.lookMs ?? 60_000,
    onError: (error) =>
      logger.warn({ err: error }, "What triggers have outside could not be looked at; it is tried again"),
    async work() {
      for (const kind of kinds.values()) await kind.look?.(options);
      return false;
    },
  });
  return {
    async start() {
      listener = listen(options.databaseUrl, [TRIGGERS_CHANNEL], wake, {
        onReconnect: wake,
        onError: (error) =>
          logger.warn({ err: error }, "The connection that listens for notifications broke; polling until it is back"),
      });
      follows.start();
      syncs.start();
      due.start();
      looks.start();
      await listener.ready;
    },
    async stop() {
      await listener?.stop();
      await looks.stop();
      await syncs.stop();
      await follows.stop();
      await follower.stop();
      await due.stop();
    },
  };
}
