import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { executionWhere } from "../executions/filter.ts";
import type { ExecutionFilter } from "../executions/filter.ts";
import { executionColumns, type ExecutionRecord } from "../executions/record.ts";
import { canMatch } from "../storable.ts";

/** The targets of an action. `incidents` means each failed step of an open execution that waits for a person. */
export type BulkTargets = "open" | "running" | "closed" | "incidents";

export interface BulkCount {
  /** How many things the action would be done to. */
  readonly count: number;
  /** How many executions the filter finds, whatever state they are in. */
  readonly matching: number;
}

/** How many, before anything is done. */
export async function countBulkTargets(
  db: Database,
  filter: ExecutionFilter,
  targets: BulkTargets,
): Promise<BulkCount> {
  if (isVain(filter)) return { count: 0, matching: 0 };
  const { rows } = await sql<BulkCount>`
    select (select count(*) from ${bulkTargets(filter, targets)})::integer as count,
      (select count(*) from executions where ${executionWhere(filter)})::integer as matching`.execute(db);
  return rows[0]!;
}

/** The newest of them. */
export async function sampleBulkTargets(
  db: Database,
  filter: ExecutionFilter,
  targets: BulkTargets,
  limit: number,
): Promise<ExecutionRecord[]> {
  if (isVain(filter)) return [];
  return await db
    .selectFrom("executions")
    .select(executionColumns)
    .where(sql<boolean>`id in (select execution_id from ${bulkTargets(filter, targets)})`)
    .orderBy("executions.seq", "desc")
    .limit(limit)
    .$castTo<ExecutionRecord>()
    .execute();
}

/** `(execution_id, path, seq)` of each. */
export function bulkTargets(filter: ExecutionFilter, targets: BulkTargets): RawBuilder<unknown> {
  if (targets === "incidents")
    return sql`(select executions.id as execution_id, s.path, executions.seq
      from executions join steps s on s.execution_id = executions.id and s.status = 'incident'
      where ${executionWhere(filter)} and executions.status = 'running') as t`;
  return sql`(select executions.id as execution_id, null::text as path, executions.seq
    from executions where ${executionWhere(filter)} and ${states[targets]}) as t`;
}

/** Nothing can match it. */
export function isVain(filter: ExecutionFilter): boolean {
  return filter.status?.length === 0 || !canMatch(filter);
}

const states = {
  open: sql`executions.status in ('pending', 'running')`,
  running: sql`executions.status = 'running'`,
  closed: sql`executions.status not in ('pending', 'running')`,
} as const;
