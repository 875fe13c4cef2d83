import { sql, type RawBuilder } from "kysely";
import type { ExecutionFilter } from "./list-executions.ts";

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
  if (hasIncident != null) wanted.push(sql`${INCIDENT} = ${hasIncident}`);
  if (createdAfter != null) wanted.push(sql`executions.created_at >= ${createdAfter}`);
  if (createdBefore != null) wanted.push(sql`executions.created_at < ${createdBefore}`);
  return sql<boolean>`(${sql.join(wanted, sql` and `)})`;
}
