import { sql } from "kysely";
import { triggerColumns, type TriggerKey, type TriggerProblem } from "./trigger-row.ts";

// What the statements on the rows of triggers have in common.

/** What a `TriggerRow` is read from, for statements that are written by hand. */
export const triggerColumnsOf = (alias: string) =>
  sql.join(triggerColumns.map((column) => sql.raw(`${alias}.${column.replace(/ as (\w+)$/, ' as "$1"')}`)));

export const isTrigger = ({ workflowId, triggerId, kind }: TriggerKey) =>
  sql<boolean>`workflow_id = ${workflowId} and trigger_id = ${triggerId} and kind = ${kind}`;

/** A moment on the database's clock, counted from now. */
export const inMs = (ms: number) => sql`clock_timestamp() + ${ms}::float8 * interval '1 ms'`;

/** With the moment since which the same problem is there. */
export const problemJson = (problem: Omit<TriggerProblem, "at">) => sql`
  ${JSON.stringify(problem)}::jsonb || jsonb_build_object('at',
    case when problem->>'code' = ${problem.code} then problem->>'at'
    else to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end)`;
