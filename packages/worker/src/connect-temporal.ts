import { setTimeout as sleep } from "node:timers/promises";
import { NativeConnection } from "@temporalio/worker";
import type { Logger } from "pino";

/** Connects, and while the server is not there waits for it: events wait in Postgres meanwhile (I4). */
export async function connectTemporal(
  address: string,
  logger: Logger,
  signal?: AbortSignal,
): Promise<NativeConnection> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await NativeConnection.connect({ address });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const waitMs = Math.min(250 * 2 ** (attempt - 1), 5_000);
      logger.warn({ address, attempt, error: (error as Error).message }, "Temporal does not answer; trying again");
      await sleep(waitMs);
    }
  }
}
