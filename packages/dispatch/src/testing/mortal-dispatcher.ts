import { openDatabase } from "@tempograph/db";
import type { FaultPoint } from "@tempograph/runtime";
import { createDispatcher } from "../create-dispatcher.ts";
import type { DispatchPoint } from "../dispatcher-options.ts";
import type { DispatchSetup } from "./dispatch-setup.ts";
import { killConnections } from "./raw-sql.ts";

/** How long a dispatcher pauses before each of its effects, and the effect at which it dies. */
export interface Life {
  readonly pauses: readonly number[];
  readonly death: { readonly point: DispatchPoint; readonly visit: number } | undefined;
}

export interface MortalDispatcher {
  start(): Promise<void>;
  /** Stops it if it lives, and waits until it has stopped or has died while it stopped. */
  end(): Promise<void>;
}

/**
 * For tests: a dispatcher in this process that dies as a killed process does: from one moment on it has no effect any more, because every
 * effect has a fault point before it, and its connections break, which ends its transactions.
 */
export function mortalDispatcher(setup: DispatchSetup, { pauses, death }: Life, name: string): MortalDispatcher {
  const db = openDatabase(setup.databaseUrl, { applicationName: name });
  const visits = new Map<DispatchPoint, number>();
  let steps = 0;
  let dead = false;
  const never = new Promise<never>(() => {});
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const faultPoint: FaultPoint<DispatchPoint> = async (point) => {
    if (!dead) {
      await new Promise((resolve) => setTimeout(resolve, pauses[steps++ % pauses.length]));
      visits.set(point, (visits.get(point) ?? 0) + 1);
      dead ||= death?.point === point && visits.get(point) === death.visit;
    }
    if (!dead) return;
    die();
    // Also of one that is dead already: another of its loops may have opened a transaction on a new connection meanwhile.
    await killConnections(setup.databaseUrl, name);
    return await never;
  };
  const { client, databaseUrl, taskQueue, logger } = setup;
  const shared = { db, databaseUrl, client, taskQueue, logger, faultPoint, eager: false, unsignedOperations: true };
  const dispatcher = createDispatcher({ ...shared, pollMs: 40, leaseMs: 600, batchSize: 3, maxConcurrentStarts: 2 });
  return {
    start: () => dispatcher.start(),
    async end() {
      // A dead dispatcher never stops, nor does one that dies meanwhile, in the rounds that `stop` waits for. Its timers are harmless,
      // because each of its effects waits forever.
      await Promise.race([dispatcher.stop(), died]);
      // This is not awaited, because the transaction of a dead dispatcher still holds its broken connection.
      void db.destroy();
    },
  };
}
