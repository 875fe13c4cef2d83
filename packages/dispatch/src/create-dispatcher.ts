import { EVENTS_CHANNEL, listen, type Listener } from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import { createAsker } from "./ask/create-asker.ts";
import type { DispatcherOptions } from "./dispatcher-options.ts";
import { dispatchApart } from "./match/dispatch-apart.ts";
import type { DispatchEventsDeps } from "./match/dispatch-events.ts";
import { createLiveTriggers } from "./match/live-triggers.ts";
import { releaseHeld } from "./release/release-held.ts";
import { claimStarts } from "./start/claim-starts.ts";
import { createStarter } from "./start/starter.ts";

export interface Dispatcher {
  /** Resolves when the dispatcher receives notifications. Any number of dispatchers may run at the same time. */
  start(): Promise<void>;
  /** Claims nothing new and waits for the work under way. Executions that it has not started are left to other dispatchers. */
  stop(): Promise<void>;
  /** Resolves when every event stored before this call is dispatched, every held one that is due is decided, and every execution that can be started is started. */
  pass(): Promise<void>;
}

/** How often a dispatcher whose worker is behind looks whether it still is, in milliseconds. */
const BEHIND_POLL_MS = 25;
/** The most executions that are claimed at once by a dispatcher whose worker was behind of late: how many it can take shows later. */
const PACED = 8;
/** How long after it was behind, and how often one execution starts all the same, in case that what the worker says is wrong. In milliseconds. */
const PACED_MS = 1_000;

/**
 * Turns a stored event into execution rows, one for each workflow that matches, and starts each execution on Temporal exactly
 * once (I2). If this dispatcher dies, another one continues (I4): an event and its rows are written in one transaction, and a
 * start is done under a lease.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, logger, faultPoint, guard } = options;
  const batchSize = options.batchSize ?? 100;
  const leaseMs = options.leaseMs ?? 10_000;
  const pollMs = options.pollMs ?? 1_000;
  const deps: DispatchEventsDeps = {
    db,
    liveTriggers: createLiveTriggers(),
    logger,
    faultPoint,
    begunEvents: new Map(),
  };
  const dispatchEvents = dispatchApart(deps);
  // The number of events and executions claimed so far.
  let claims = 0;
  let starvedOfRoom = false;
  // Whether executions may wait to be claimed: those that come later queue up with them. Then events are matched all the same, because which execution
  // comes first shows only when they are: what cannot start at once waits as a pending execution, and is claimed in its order.
  let backlog = false;
  let behindAt = -Infinity;
  let claimedAt = -Infinity;
  let listener: Listener | undefined;

  const starter = createStarter({
    ...options,
    leaseMs,
    maxConcurrentStarts: options.maxConcurrentStarts ?? 16,
    maxStartFailures: options.maxStartFailures ?? 5,
    onChange: () => {
      if (starvedOfRoom && starter.room() > 0) wakeAll();
      if (starter.outage.active) sweep.wake();
    },
  });

  const events = createWakeLoop({
    mostMs: options.stillMs,
    name: "dispatch events",
    pollMs,
    slowWhenIdle: true,
    onError: (error) => logger.warn({ err: error }, "Events could not be dispatched; they are tried again"),
    async work() {
      const room = isBehind() ? 0 : starter.room();
      const sorts = guard?.isOurs() === false || starter.outage.active || backlog || room === 0;
      const limit = sorts ? batchSize : Math.min(batchSize, room);
      // While Temporal is away the executions are written all the same, without a lease: the dispatcher that first reaches
      // Temporal again may start them.
      const lease = sorts ? 0 : leaseMs;
      const { events: claimed, mayBeMore, held, starts, leased } = await dispatchEvents(limit, lease);
      claims += claimed;
      backlog ||= sorts && starts.length > 0;
      if (held) {
        asks.wake();
        releases.wake();
      }
      starter.add(leased);
      if (leased.length < starts.length) sweep.wake();
      return mayBeMore;
    },
  });

  const sweep = createWakeLoop({
    mostMs: options.stillMs,
    name: "start pending executions",
    pollMs,
    slowWhenIdle: true,
    onError: (error) => logger.warn({ err: error }, "Pending executions could not be read; they are tried again"),
    async work() {
      const { outage } = starter;
      if (outage.waitMs() > 0) return outage.waitMs();
      // After an outage another Temporal may be in the place of ours.
      if (guard !== undefined && !(outage.active ? await guard.check() : guard.isOurs())) return false;
      // During an outage a single start is enough to find out whether Temporal is back.
      const most = outage.active ? 1 : claimable();
      if (most === 0) return BEHIND_POLL_MS;
      const limit = Math.min(most, starter.room());
      if (limit === 0) return waitForRoom();
      await faultPoint?.("sweep");
      const { rows: starts, mayBeMore } = await claimStarts(db, limit, leaseMs);
      claims += starts.length;
      claimedAt = performance.now();
      backlog = mayBeMore;
      starter.add(starts);
      if (outage.active) {
        await starter.idle();
        return !outage.active;
      }
      return mayBeMore;
    },
  });

  const asker = createAsker({ ...deps, prepareLookup: options.prepareLookup }, () => {
    asks.wake();
    releases.wake();
  });
  const asks = createWakeLoop({
    mostMs: options.stillMs,
    name: "ask conditions",
    pollMs,
    slowWhenIdle: true,
    onError: (error) => logger.warn({ err: error }, "Conditions could not be asked; they are tried again"),
    work: () => asker.begin(),
  });

  const releases = createWakeLoop({
    mostMs: options.stillMs,
    name: "decide held events",
    pollMs,
    slowWhenIdle: true,
    onError: (error) => logger.warn({ err: error }, "Held events could not be decided; they are tried again"),
    async work() {
      const {
        started,
        asks: more,
        next,
      } = await releaseHeld(db, pollMs, faultPoint, (workflowId, error) =>
        logger.warn({ err: error, workflowId }, "Held events could not be decided; they are tried again"),
      );
      claims += started;
      if (more) asks.wake();
      if (started > 0) sweep.wake();
      return next;
    },
  });

  /** The payload is `start` if an execution was written that no event to be dispatched belongs to, such as a rerun, or may be started now; `held` if the place of an execution is free. */
  function onNotify(payload: string): void {
    if (payload === "start") sweep.wake();
    else if (payload === "held") releases.wake();
    else events.wake();
  }

  function isBehind(): boolean {
    const behind = options.isBehind?.() === true;
    if (behind) behindAt = performance.now();
    return behind;
  }

  /** How many executions may be claimed at once, as far as the worker is concerned. */
  function claimable(): number {
    const now = performance.now();
    if (isBehind()) return now - claimedAt < PACED_MS ? 0 : 1;
    return now - behindAt < PACED_MS ? PACED : batchSize;
  }

  function waitForRoom(): false {
    starvedOfRoom = true;
    return false;
  }

  function wakeAll(): void {
    starvedOfRoom = false;
    events.wake();
    sweep.wake();
    asks.wake();
    releases.wake();
  }

  return {
    async start() {
      listener = listen(options.databaseUrl, [EVENTS_CHANNEL], (_channel, payload) => onNotify(payload), {
        onReconnect: wakeAll,
        onError: (error) =>
          logger.warn({ err: error }, "The connection that listens for notifications broke; polling until it is back"),
      });
      events.start();
      sweep.start();
      asks.start();
      releases.start();
      await listener.ready;
    },
    async stop() {
      await listener?.stop();
      await Promise.all([events.stop(), sweep.stop(), asks.stop(), releases.stop()]);
      await asker.stop();
      await starter.stop();
    },
    async pass() {
      let before: number;
      do {
        before = claims;
        await events.pass();
        await releases.pass();
        await asks.pass();
        await asker.idle();
        await releases.pass();
        await sweep.pass();
        await starter.idle();
      } while (claims !== before || starvedOfRoom);
    },
  };
}
