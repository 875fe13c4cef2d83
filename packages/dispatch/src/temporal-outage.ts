import { createOutage, type Logger, type Outage } from "@tempograph/runtime";

/** Tracks outages of Temporal and logs them. `what` names what waits until Temporal is back. */
export function createTemporalOutage(logger: Logger, what: string): Outage {
  return createOutage({
    minMs: 100,
    maxMs: 5_000,
    onAway: (error) => logger.warn({ err: error }, `Temporal is unavailable; ${what} wait until it is back`),
    onBack: () => logger.info({}, "Temporal is back"),
  });
}
