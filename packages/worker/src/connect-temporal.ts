import { NativeConnection } from "@temporalio/worker";
import { retry, type Logger, type TemporalConnectionOptions } from "@tempograph/runtime";

/** Connects to Temporal and waits while the server is away. In the meantime events wait in Postgres (I4). */
export function connectTemporal(options: TemporalConnectionOptions, logger: Logger): Promise<NativeConnection> {
  return retry(() => NativeConnection.connect(options), {
    ...{ minMs: 250, maxMs: 5_000, isPassing: () => true },
    onRetry: (error, attempt) =>
      logger.warn(
        { address: options.address, attempt, error: (error as Error).message },
        "Temporal does not answer; trying again",
      ),
  });
}
