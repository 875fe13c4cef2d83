import { EVENTS_CHANNEL, listen, type Listener } from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import type { DispatcherOptions } from "./dispatcher-options.ts";
import { dispatchEvents } from "./match/dispatch-events.ts";
import { createLiveTriggers } from "./match/live-triggers.ts";
import { claimStarts } from "./start/claim-starts.ts";
import { createStarter } from "./start/starter.ts";

export interface Dispatcher {
  /** Resolves when it hears notifications. Safe beside any number of other dispatchers. */
  start(): Promise<void>;
  /** Takes nothing new and waits for what is under way; what it could not start is left for others. */
  stop(): Promise<void>;
  /** Resolves when every event stored before is dispatched and every execution that can be started is. */
  drain(): Promise<void>;
}

/**
 * Stored event → matches → execution rows → Temporal start, exactly once (I2). Each stage leaves its result in Postgres,
 * so another dispatcher goes on wherever this one dies (I4): events in a transaction, starts under a lease.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, logger, faultPoint } = options;
  const batchSize = options.batchSize ?? 100;
  const leaseMs = options.leaseMs ?? 10_000;
  const pollMs = options.pollMs ?? 1_000;
  const liveTriggers = createLiveTriggers();
  // Events and executions taken so far.
  let claims = 0;
  let starvedOfRoom = false;
  let listener: Listener | undefined;

  const starter = createStarter({
    ...options,
    leaseMs,
    maxConcurrentStarts: options.maxConcurrentStarts ?? 48,
    maxStartFailures: options.maxStartFailures ?? 5,
    onChange: () => {
      if (starvedOfRoom && starter.room() > 0) wakeAll();
      if (starter.outage.active) sweep.wake();
    },
  });

  const events = createWakeLoop({
    pollMs,
    onError: (error) => logger.warn({ err: error }, "Events could not be dispatched; they wait"),
    async work() {
      const limit = Math.min(batchSize, starter.outage.active ? batchSize : starter.room());
      if (limit === 0) return waitForRoom();
      // Without Temporal the executions are written all the same, for whoever sees it come back first.
      const lease = starter.outage.active ? 0 : leaseMs;
      const { events: claimed, starts } = await dispatchEvents({ db, liveTriggers, logger, faultPoint }, limit, lease);
      claims += claimed;
      if (lease > 0) starter.add(starts);
      else if (starts.length > 0) sweep.wake();
      return claimed === limit;
    },
  });

  const sweep = createWakeLoop({
    pollMs,
    onError: (error) => logger.warn({ err: error }, "Pending executions could not be read; they wait"),
    async work() {
      const { outage } = starter;
      if (outage.waitMs() > 0) return outage.waitMs();
      // In an outage one start is enough to find out whether it is over.
      const limit = Math.min(outage.active ? 1 : batchSize, starter.room());
      if (limit === 0) return waitForRoom();
      await faultPoint?.("sweep");
      const starts = await claimStarts(db, limit, leaseMs);
      claims += starts.length;
      starter.add(starts);
      if (outage.active) {
        await starter.idle();
        return !outage.active;
      }
      return starts.length === limit;
    },
  });

  /** `start`: an execution was written that no event waits for. */
  function onNotify(payload: string): void {
    if (payload === "start") sweep.wake();
    else events.wake();
  }

  function waitForRoom(): false {
    starvedOfRoom = true;
    return false;
  }

  function wakeAll(): void {
    starvedOfRoom = false;
    events.wake();
    sweep.wake();
  }

  return {
    async start() {
      listener = listen(options.databaseUrl, [EVENTS_CHANNEL], (_channel, payload) => onNotify(payload), {
        onReconnect: wakeAll,
        onError: (error) =>
          logger.warn({ err: error }, "The connection that hears notifications broke; polling until it is back"),
      });
      events.start();
      sweep.start();
      await listener.ready;
    },
    async stop() {
      await listener?.stop();
      await Promise.all([events.stop(), sweep.stop()]);
      await starter.stop();
    },
    async drain() {
      let before: number;
      do {
        before = claims;
        await events.pass();
        await sweep.pass();
        await starter.idle();
      } while (claims !== before || starvedOfRoom);
    },
  };
}
