import type { RetrySettings } from "@tempograph/graph";

/** Retry policy of steps that fail repeatedly only while Postgres or Temporal cannot be reached. They continue when it is back (I4). */
export const OUTAGE_RETRY: RetrySettings = {
  maximumAttempts: 0,
  initialInterval: "500ms",
  backoffCoefficient: 2,
  maximumInterval: "30s",
};
