import type { Client } from "@temporalio/client";
import { claimChildEnds, claimReplies, listen, REPLIES_CHANNEL, sweepCoordination } from "@tempograph/db";
import type { Database, Listener } from "@tempograph/db";
import type { DispatchLogger } from "../dispatcher-options.ts";
import { createPollLoop } from "../loop/poll-loop.ts";
import { createOutage } from "../start/outage.ts";
import { deliverReplies } from "./deliver-replies.ts";
import { endChildren } from "./end-children.ts";

export interface DelivererOptions {
  readonly db: Database;
  /** The same database, for the connection that hears the doorbell. */
  readonly databaseUrl: string;
  readonly client: Client;
  readonly logger: DispatchLogger;
  /** Milliseconds between looks that nothing rang for. Default 1,000. */
  readonly pollMs?: number | undefined;
  /** How long a deliverer that died keeps what it took from others. Default 10,000. */
  readonly leaseMs?: number | undefined;
  /** Most signals under way at once. Default 32. */
  readonly batchSize?: number | undefined;
  /** Milliseconds between two removals of what is of no use any more. Default 60,000. */
  readonly sweepMs?: number | undefined;
  /** Called just before each effect, for fault injection: one that never resolves is a deliverer that died there. */
  readonly onPoint?: ((point: DeliverPoint, executionId: string) => void | Promise<void>) | undefined;
}

/** What a deliverer is about to do. */
export type DeliverPoint = "signal" | "settle" | "end" | "settleEnd";

export interface Deliverer {
  /** Resolves when it hears the doorbell. Safe beside any number of other deliverers. */
  start(): Promise<void>;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
  /** Resolves when a look that began after this call has found nothing left to do, or Temporal away. */
  drain(): Promise<void>;
}

const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;

/**
 * Empties the outbox between executions: replies to steps that wait, and called executions that are to end. What Postgres
 * holds is told to Temporal at least once, whoever dies on the way (I4): taken under a lease, and marked only behind
 * Temporal's answer. A reply that comes twice is taken once by the machine.
 */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { db, logger } = options;
  const pollMs = options.pollMs ?? 1_000;
  const leaseMs = options.leaseMs ?? 10_000;
  const batchSize = options.batchSize ?? 32;
  const sweepMs = options.sweepMs ?? 60_000;
  const outage = createOutage(MIN_DELAY_MS, MAX_DELAY_MS);
  // So that a call is over before another process may take the same row.
  const parts = { ...options, outage, deadlineMs: leaseMs / 2 };
  let listener: Listener | undefined;
  let probe: ReturnType<typeof setTimeout> | undefined;
  let sweptAt = performance.now();

  const replies = loop("Replies", async (limit) => {
    const claimed = await claimReplies(db, limit, leaseMs);
    await deliverReplies(parts, claimed);
    return claimed.length === limit;
  });
  const ends = loop("Called executions that are to end", async (limit) => {
    const claimed = await claimChildEnds(db, limit, leaseMs);
    await endChildren(parts, claimed);
    if (performance.now() - sweptAt > sweepMs) {
      sweptAt = performance.now();
      await sweepCoordination(db);
    }
    return claimed.length === limit;
  });

  function loop(what: string, work: (limit: number) => Promise<boolean>) {
    return createPollLoop({
      pollMs,
      onError: (error) => logger.warn({ err: error }, `${what} could not be read or written; they wait`),
      async work() {
        if (outage.waitMs() > 0) return false;
        // In an outage one is enough to find out whether it is over.
        const again = await work(outage.active ? 1 : batchSize);
        if (!outage.active) return again;
        clearTimeout(probe);
        probe = setTimeout(wakeAll, outage.waitMs() + 1);
        return false;
      },
    });
  }

  function wakeAll(): void {
    replies.wake();
    ends.wake();
  }

  return {
    async start() {
      listener = listen(options.databaseUrl, [REPLIES_CHANNEL], wakeAll, {
        onReconnect: wakeAll,
        onError: (error) => logger.warn({ err: error }, "The doorbell's connection broke; polling until it is back"),
      });
      replies.start();
      ends.start();
      await listener.ready;
    },
    async stop() {
      await listener?.stop();
      await Promise.all([replies.stop(), ends.stop()]);
      clearTimeout(probe);
    },
    async drain() {
      await Promise.all([replies.pass(), ends.pass()]);
    },
  };
}
