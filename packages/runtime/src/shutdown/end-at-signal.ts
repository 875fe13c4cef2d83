import type { Logger } from "../logger.ts";
import { DEFAULT_SHUTDOWN_MS } from "./read-shutdown-ms.ts";

export interface EndAtSignalOptions {
  /** Lets what is under way end, hands the rest back, and closes everything. */
  readonly stop: () => Promise<void>;
  /** How long `stop` may take. The orchestrator kills what takes longer than it allows, and a log would not say why. */
  readonly withinMs?: number | undefined;
  readonly logger: Pick<Logger, "warn" | "error">;
}

/**
 * Ends the process in order at SIGTERM or SIGINT, within a bound: with code 0 after `stop`, with 1 if `stop` fails or takes too long. A second
 * signal ends it at once, with 1. What was under way then is what a kill leaves: others take it up when its leases and time-outs run out.
 */
export function endAtSignal({ stop, withinMs = DEFAULT_SHUTDOWN_MS, logger }: EndAtSignalOptions): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) {
      logger.warn({}, "A second signal ends the process at once");
      process.exit(1);
    }
    stopping = true;
    setTimeout(() => {
      logger.warn({ withinMs }, "What is under way did not end in time; the process ends without it");
      process.exit(1);
    }, withinMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, "The process could not end in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
