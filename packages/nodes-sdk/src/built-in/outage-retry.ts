import type { RetrySettings } from "@tempograph/graph";

/** For steps that only fail for long while Postgres or Temporal is away: they go on when it is back (I4). */
export const OUTAGE_RETRY: RetrySettings = {
  maximumAttempts: 0,
  initialInterval: "500ms",
  backoffCoefficient: 2,
  maximumInterval: "30s",
};
