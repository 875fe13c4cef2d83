import { type DatabaseOperation, tableText } from "@tempograph/graph";
import type { KeptChanges } from "../change.ts";
import { OUTBOX_SCHEMA } from "../database-names.ts";
import { quoted, tableSql } from "../quoted-name.ts";

/**
 * What installs an outbox, statement by statement: a table that takes the changes, a function that writes them, and a trigger for each
 * operation. Rows are of the type json, which takes every value that the user's table can have: what fails in the function fails in the
 * user's program. The function has the rights of who installs it, so that those who write to the user's table need none on the outbox.
 * All of it runs in one transaction.
 */
export function installSql({ name, table, operations, columns }: KeptChanges): readonly string[] {
  const outbox = `${OUTBOX_SCHEMA}.${quoted(name)}`;
  return [
    // The triggers go with their function, on whatever table they are by now. Rows that were not read yet stay.
    dropFunctionSql(outbox),
    `create schema if not exists ${OUTBOX_SCHEMA}`,
    `create table if not exists ${outbox} (
  position bigint generated always as identity primary key,
  id uuid not null default gen_random_uuid(),
  operation text not null,
  transaction text not null default txid_current()::text,
  at timestamptz not null default now(),
  new_row json,
  old_row json,
  source text
)`,
    `alter table ${outbox} add column if not exists source text`,
    `create function ${outbox}() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
begin
  insert into ${outbox} (operation, new_row, old_row) values (
    lower(tg_op),
    case when tg_op <> 'DELETE' then row_to_json(new) end,
    case when tg_op <> 'INSERT' then row_to_json(old) end
  );
  return null;
end
$$`,
    // No default that names the table itself: the table could not be dropped then.
    `do ${literal(`begin
  execute format('alter table ${outbox} alter column source set default %L', ${literal(tableSql(table))}::regclass::oid || ' ' || ${literal(tableText(table))});
end`)}`,
    `revoke all on function ${outbox}() from public`,
    ...operations.map(
      (operation) => `create trigger ${quoted(triggerName(name, operation))} after ${operation} on ${tableSql(table)}
for each row ${operation === "update" && columns !== undefined ? `when (${anyChanged(columns)}) ` : ""}execute function ${outbox}()`,
    ),
  ];
}

/**
 * What ends the filling of an outbox. Its rows stay until they are read. Whoever writes to the table waits from here to the end of the
 * transaction.
 */
export function closeSql({ name }: Pick<KeptChanges, "name">): readonly string[] {
  return [dropFunctionSql(`${OUTBOX_SCHEMA}.${quoted(name)}`)];
}

/**
 * What notes at the outbox at which position of the log a switch of the mode took place. It comes after the statements that change the
 * triggers, in their transaction: by then nobody else can write to the table. So whoever wrote before has committed before the position,
 * and whoever writes later commits after it. A switch that is made a second time, after a crash, keeps its first position.
 */
export function markSql({ name }: Pick<KeptChanges, "name">): readonly string[] {
  const outbox = `${OUTBOX_SCHEMA}.${quoted(name)}`;
  return [
    `do $$ begin
  if obj_description('${outbox}'::regclass, 'pg_class') is null then
    execute format('comment on table %s is %L', '${outbox}', pg_current_wal_insert_lsn());
  end if;
end $$`,
  ];
}

/** What forgets the position of a switch that is complete. */
export function unmarkSql({ name }: Pick<KeptChanges, "name">): readonly string[] {
  return [`comment on table ${OUTBOX_SCHEMA}.${quoted(name)} is null`];
}

/** What removes an outbox that is not filled any more. */
export function removeClosedSql({ name }: Pick<KeptChanges, "name">): readonly string[] {
  const outbox = `${OUTBOX_SCHEMA}.${quoted(name)}`;
  return [
    `do $$ begin
  if to_regprocedure('${outbox}()') is null then
    drop table if exists ${outbox};
  end if;
end $$`,
  ];
}

/** What removes an outbox, and the changes in it that were not read. */
export function removeSql({ name }: Pick<KeptChanges, "name">): readonly string[] {
  const outbox = `${OUTBOX_SCHEMA}.${quoted(name)}`;
  return [...closeSql({ name }), `drop table if exists ${outbox}`];
}

function dropFunctionSql(outbox: string): string {
  return `do $$ begin
  if to_regprocedure('${outbox}()') is not null then
    drop function ${outbox}() cascade;
  end if;
end $$`;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function triggerName(name: string, operation: DatabaseOperation): string {
  return `tempograph_${name}_${operation}`;
}

/** As texts, because not every type of Postgres can be compared. */
function anyChanged(columns: readonly string[]): string {
  return columns
    .map((column) => `old.${quoted(column)}::text is distinct from new.${quoted(column)}::text`)
    .join(" or ");
}
