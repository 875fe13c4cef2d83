import { type RawBuilder, sql } from "kysely";
import type { ExecutionStatus } from "./record.ts";

export interface ExecutionFilter {
  readonly workflowId?: string | null | undefined;
  readonly eventId?: string | null | undefined;
  /** The execution of which the executions are reruns. */
  readonly rerunOf?: string | null | undefined;
  /** The execution has one of these statuses. An empty list finds nothing. */
  readonly status?: readonly ExecutionStatus[] | null | undefined;
  readonly paused?: boolean | null | undefined;
  /** Whether a failed step of the execution waits for a person. */
  readonly hasIncident?: boolean | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
}

const INCIDENT = sql`exists (select from steps where steps.execution_id = executions.id and steps.status = 'incident')`;

/** A filter as a condition on `executions`. */
export function executionWhere(filter: ExecutionFilter): RawBuilder<boolean> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  const { workflowId, eventId, rerunOf, status, paused, hasIncident, createdAfter, createdBefore } = filter;
  if (workflowId != null) wanted.push(sql`executions.workflow_id = ${workflowId}`);
  if (eventId != null) wanted.push(sql`executions.event_id = ${eventId}`);
  if (rerunOf != null) wanted.push(sql`executions.rerun_of = ${rerunOf}`);
  if (status != null) wanted.push(sql`executions.status = any(${status}::text[])`);
  if (paused != null) wanted.push(sql`executions.paused = ${paused}`);
  // Never `exists (…) = $1`: Postgres cannot turn a comparison of booleans into a semi-join, so the index would go unused.
  if (hasIncident != null) wanted.push(hasIncident ? INCIDENT : sql`not ${INCIDENT}`);
  if (createdAfter != null) wanted.push(sql`executions.created_at >= ${createdAfter}`);
  if (createdBefore != null) wanted.push(sql`executions.created_at < ${createdBefore}`);
  return sql<boolean>`(${sql.join(wanted, sql` and `)})`;
}
