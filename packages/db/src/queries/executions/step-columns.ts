/** What a `StepRecord` is read from. */
export const stepColumns = [
  "execution_id as executionId",
  "path",
  "position",
  "node_id as nodeId",
  "type",
  "status",
  "port",
  "input",
  "output",
  "failure",
  "attempts",
  "scheduled_at as scheduledAt",
  "started_at as startedAt",
  "ended_at as endedAt",
  "known_from as knownFrom",
] as const;
