import {
  claimCancelRequests,
  claimChildEnds,
  claimReplies,
  listen,
  REPLIES_CHANNEL,
  sweepCoordination,
  sweepLookups,
  sweepMarks,
  type Listener,
} from "@tempograph/db";
import { createWakeLoop, type WakeLoop } from "@tempograph/runtime";
import { createTemporalOutage } from "../temporal-outage.ts";
import { deliverReplies } from "./deliver-replies.ts";
import type { DelivererOptions } from "./deliverer-options.ts";
import { cancelReplaced } from "./cancel-replaced.ts";
import { endChildren } from "./end-children.ts";

export interface Deliverer {
  /** Resolves when the deliverer receives notifications. Any number of deliverers may run at the same time. */
  start(): Promise<void>;
  /** Claims nothing new and waits for the work under way. */
  stop(): Promise<void>;
}

/**
 * Sends what stands in the outbox between executions: replies to steps that wait, and requests to end called executions. Every
 * row reaches Temporal at least once, whichever process dies on the way (I4), because the deliverer claims it under a lease and
 * marks it as done only after Temporal's answer. The machine ignores the repetition of a reply.
 */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { db, logger } = options;
  const pollMs = options.pollMs ?? 1_000;
  const leaseMs = options.leaseMs ?? 10_000;
  const batchSize = options.batchSize ?? 32;
  const sweepMs = options.sweepMs ?? 60_000;
  const outage = createTemporalOutage(logger, "replies and cancels");
  // A call of Temporal has to be over before the lease ends and another process may claim the same row.
  const parts = { ...options, outage, deadlineMs: leaseMs / 2 };
  let listener: Listener | undefined;
  let sweptAt = performance.now();

  const replies = loop("replies", "Replies", async (limit) => {
    const { rows, mayBeMore } = await claimReplies(db, limit, leaseMs);
    await deliverReplies(parts, rows);
    return mayBeMore;
  });
  const ends = loop("ends of called executions", "Called executions that are to end", async (limit) => {
    const { rows, mayBeMore } = await claimChildEnds(db, limit, leaseMs);
    await endChildren(parts, rows);
    if (performance.now() - sweptAt > sweepMs) {
      sweptAt = performance.now();
      await sweepCoordination(db);
      await sweepMarks(db);
      await sweepLookups(db, 1_000);
    }
    return mayBeMore;
  });
  const cancels = loop("cancels", "Executions whose place another one gets", async (limit) => {
    const { rows, mayBeMore } = await claimCancelRequests(db, limit, leaseMs);
    await cancelReplaced(parts, rows);
    return mayBeMore;
  });

  function loop(name: string, what: string, work: (limit: number) => Promise<boolean>): WakeLoop {
    return createWakeLoop({
      name: `deliver ${name}`,
      pollMs,
      slowWhenIdle: true,
      onError: (error) => logger.warn({ err: error }, `${what} could not be read or written; they are tried again`),
      async work() {
        if (outage.waitMs() > 0) return outage.waitMs();
        // During an outage a single row is enough to find out whether Temporal is back.
        const again = await work(outage.active ? 1 : batchSize);
        return outage.active ? outage.waitMs() : again;
      },
    });
  }

  function wakeAll(): void {
    replies.wake();
    ends.wake();
    cancels.wake();
  }

  return {
    async start() {
      listener = listen(options.databaseUrl, [REPLIES_CHANNEL], wakeAll, {
        onReconnect: wakeAll,
        onError: (error) =>
          logger.warn({ err: error }, "The connection that listens for notifications broke; polling until it is back"),
      });
      replies.start();
      ends.start();
      cancels.start();
      await listener.ready;
    },
    async stop() {
      await listener?.stop();
      await Promise.all([replies.stop(), ends.stop(), cancels.stop()]);
    },
  };
}
