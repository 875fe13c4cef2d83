import { NativeConnection } from "@temporalio/worker";
import { retry, type Logger } from "@tempograph/runtime";

/** Connects to Temporal and waits while the server is away. In the meantime events wait in Postgres (I4). */
export function connectTemporal(address: string, logger: Logger): Promise<NativeConnection> {
  return retry(() => NativeConnection.connect({ address }), {
    ...{ minMs: 250, maxMs: 5_000, isPassing: () => true },
    onRetry: (error, attempt) =>
      logger.warn({ address, attempt, error: (error as Error).message }, "Temporal does not answer; trying again"),
  });
}
