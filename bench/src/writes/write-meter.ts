import type { Database } from "@tempograph/db";
import { sql } from "kysely";

/** What Postgres has counted since its statistics began. */
export interface WriteCounts {
  readonly statements: number;
  readonly commits: number;
  readonly walKb: number;
  /** Rows inserted, updated and deleted, by table. */
  readonly tables: Readonly<Record<string, RowCounts>>;
}

export interface RowCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** The settings of Postgres that the meter needs. Without whole pages, the size of the WAL does not depend on when checkpoints happen. */
export const meterSettings = { shared_preload_libraries: "pg_stat_statements", full_page_writes: "off" };

export async function prepareMeter(db: Database): Promise<void> {
  await sql`create extension if not exists pg_stat_statements`.execute(db);
}

/** What the benchmark itself asks does not count. */
const OWN = "pg_stat_|::integer as open from executions|mirror_ok$";

export async function readWrites(db: Database): Promise<WriteCounts> {
  const { rows: sums } = await sql<{ statements: number; commits: number; wal: number }>`
    select (select coalesce(sum(calls), 0)::float8 from pg_stat_statements where toplevel and query !~ ${OWN}
              and query !~* '^(begin|commit|rollback|start)') as statements,
        (select coalesce(sum(calls), 0)::float8 from pg_stat_statements where query ~* '^commit') as commits,
        (select wal_bytes::float8 from pg_stat_wal) as wal`.execute(db);
  const { rows: tables } = await sql<RowCounts & { name: string }>`
    select relname as name, n_tup_ins::float8 as inserted, n_tup_upd::float8 as updated, n_tup_del::float8 as deleted
      from pg_stat_user_tables`.execute(db);
  const [{ statements, commits, wal }] = sums as [(typeof sums)[number]];
  return {
    statements,
    commits,
    walKb: wal / 1_024,
    tables: Object.fromEntries(tables.map(({ name, ...counts }) => [name, counts])),
  };
}

/** What was counted between the two, for each of `count` executions. Tables that nothing was written to are left out. */
export function writesOf(before: WriteCounts, after: WriteCounts, count: number): WriteCounts {
  const per = (later: number, earlier: number): number => Math.round(((later - earlier) / count) * 100) / 100;
  const tables = Object.entries(after.tables).flatMap(([name, now]) => {
    const was = before.tables[name] ?? { inserted: 0, updated: 0, deleted: 0 };
    const rows = {
      inserted: per(now.inserted, was.inserted),
      updated: per(now.updated, was.updated),
      deleted: per(now.deleted, was.deleted),
    };
    return rows.inserted + rows.updated + rows.deleted > 0 ? [[name, rows] as const] : [];
  });
  return {
    statements: per(after.statements, before.statements),
    commits: per(after.commits, before.commits),
    walKb: per(after.walKb, before.walKb),
    tables: Object.fromEntries(tables),
  };
}
