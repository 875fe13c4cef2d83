import type { Tables } from "../tables.ts";
import { EVERY_PROJECT } from "../projects/project-scope.ts";
import { API_ROLE, ROW_RIGHTS, rowAccess, WORKER_ROLE, type RowAccess } from "./row-access.ts";

const SETTING = `current_setting('tempograph.project', true)`;

/** The statements that give both roles their rights and their rows, whatever was given before: those of each table together. */
export function accessStatements(): string[][] {
  const tables = Object.entries(rowAccess) as [keyof Tables, RowAccess][];
  return [
    [`grant usage on schema public to ${API_ROLE}, ${WORKER_ROLE}`],
    [`grant select on kysely_migration to ${API_ROLE}, ${WORKER_ROLE}`],
    ...tables.map(([table, access]) => statementsOf(table, access)),
    // Events are numbered in the order of a call, whatever the order in which they are inserted (`queries/dispatch/ingest.ts`).
    [`grant usage on sequence events_seq_seq to ${API_ROLE}, ${WORKER_ROLE}`],
    // Views whose rows are those of their tables that the role may see.
    [`grant select on ledger, execution_history to ${API_ROLE}, ${WORKER_ROLE}`],
  ];
}

function statementsOf(table: string, access: RowAccess): string[] {
  const rows = condition(table, access);
  return [
    `alter table ${table} enable row level security`,
    `drop policy if exists of_worker on ${table}`,
    `create policy of_worker on ${table} to ${WORKER_ROLE} using (true) with check (true)`,
    `drop policy if exists of_project on ${table}`,
    `create policy of_project on ${table} to ${API_ROLE} using (${rows}) with check (${rows})`,
    `revoke all on ${table} from ${API_ROLE}, ${WORKER_ROLE}`,
    `grant ${(access.worker ?? ROW_RIGHTS).join(", ")} on ${table} to ${WORKER_ROLE}`,
    ...(access.api.length > 0 ? [`grant ${access.api.join(", ")} on ${table} to ${API_ROLE}`] : []),
  ];
}

function condition(table: string, { of, everyProject }: RowAccess): string {
  if (of === "installation") return "true";
  const every = everyProject === true ? ` or ${SETTING} = '${EVERY_PROJECT}'` : "";
  return `${of === "project" ? `project = ${SETTING}` : byOwner(table, of)}${every}`;
}

/**
 * The owner's own policy decides. A subquery that gives a value is looked up by key for each row, whereas Postgres may turn
 * `exists` into a scan of all owners.
 */
function byOwner(table: string, { owner, column, key }: Exclude<RowAccess["of"], string>): string {
  return `(select true from ${owner} as owner where owner.${key} = ${table}.${column} limit 1)`;
}
