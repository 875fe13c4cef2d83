/** The columns of lists, by the operation's name. A list that is not named here shows its first plain fields. */
export const listColumns: Readonly<Record<string, readonly string[]>> = {
  workflows: ["id", "key", "name", "status", "publishedVersion", "updatedAt"],
  workflowTriggers: ["triggerId", "kind", "status", "sentence", "address", "problem"],
  workflowVersions: ["version", "publishedAt", "definitionHash"],
  events: ["id", "type", "source", "subject", "receivedAt"],
  executions: ["id", "workflowId", "workflowVersion", "status", "paused", "createdAt", "closedAt"],
  executionSteps: ["path", "type", "status", "port", "attemptCount", "startedAt", "endedAt"],
  executionHistory: ["eventId", "eventType", "eventTime"],
  executionLogs: ["at", "level", "path", "message"],
  approvals: ["executionId", "path", "title", "approvers", "waitingSince"],
  auditLog: ["at", "actor", "action", "target", "outcome"],
  bulkJobs: ["id", "action", "status", "total", "done", "skipped", "failed", "createdAt"],
  connections: ["name", "type", "id", "problem", "updatedAt"],
  tokens: ["id", "name", "roles", "createdAt", "expiresAt", "revokedAt"],
};
