import { sql } from "kysely";

/** What an `ExecutionRecord` is read from. */
export const executionColumns = [
  "id",
  sql<string>`seq::text`.as("seq"),
  "workflow_id as workflowId",
  "workflow_version as workflowVersion",
  "event_id as eventId",
  "trigger_id as triggerId",
  "status",
  "run_id as runId",
  "first_run_id as firstRunId",
  "created_at as createdAt",
  "started_at as startedAt",
  "closed_at as closedAt",
  "output",
  "failure",
  "history_events as historyEvents",
  "mirror_ok as mirrorOk",
  "mirror_problem as mirrorProblem",
  sql<string>`update_seq::text`.as("updateSeq"),
  "start_error as startError",
  "paused",
  "rerun_of as rerunOf",
  "rerun_from as rerunFrom",
] as const;
