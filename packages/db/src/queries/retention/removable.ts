import { sql, type RawBuilder } from "kysely";

/** The history of the execution `e` is in the database, and equal to Temporal's; or the execution ended before it had a run. */
export const isMirrored: RawBuilder<boolean> = sql<boolean>`(e.mirror_ok is true or e.run_id is null)`;

/** A legal hold keeps the execution `e`. */
export const isHeld: RawBuilder<boolean> = sql<boolean>`exists (select from retention_holds h
  where h.project = e.project and h.released_at is null
    and coalesce(h.execution_id, e.id) = e.id and coalesce(h.workflow_id, e.workflow_id) = e.workflow_id)`;

/** Something open still needs the execution `e`: who called it, whom it called, what runs it again, a bulk job, a reply under way. */
export const isNeeded: RawBuilder<boolean> = sql<boolean>`(
  exists (select from calls c join executions o on o.id = c.parent_id where c.child_id = e.id and o.closed_at is null)
  or exists (select from calls c join executions o on o.id = c.child_id where c.parent_id = e.id and o.closed_at is null)
  or exists (select from executions r where r.rerun_of = e.id and r.closed_at is null)
  or exists (select from replies y where y.execution_id = e.id and y.delivered_at is null and not y.undeliverable)
  or exists (select from bulk_jobs j join bulk_items i on i.job_id = j.id
              where j.status = 'running' and j.project = e.project and i.execution_id = e.id))`;

/** The row of the execution `e` has to stay for others: reruns name the execution, or a workflow still holds its event. */
export const isNamed: RawBuilder<boolean> = sql<boolean>`(
  exists (select from executions r where r.rerun_of = e.id)
  or exists (select from event_outcomes x where x.event_id = e.event_id and x.outcome = 'held'))`;
