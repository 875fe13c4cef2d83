import { createOutage, type Logger, type Outage } from "@tempograph/runtime";

/** An outage of Temporal, told in the log; `what` waits for its end. */
export function createTemporalOutage(logger: Logger, what: string): Outage {
  return createOutage({
    minMs: 100,
    maxMs: 5_000,
    onAway: (error) => logger.warn({ err: error }, `Temporal does not take ${what}; they wait`),
    onBack: () => logger.info({}, "Temporal is back"),
  });
}
