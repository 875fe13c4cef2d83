import { Kysely, PostgresDialect, type PostgresPoolClient } from "kysely";
import pg from "pg";
import { typeParsers } from "../connection/type-parsers.ts";
import type { Database } from "../connection/open-database.ts";
import { API_ROLE } from "../access/row-access.ts";
import { ProjectScope } from "../projects/project-scope.ts";
import type { Tables } from "../tables.ts";

export interface MeasuredDatabase {
  readonly db: Database;
  /** Rows that the plans of `work` read or threw away, in tables and in between: what a statement costs on any machine. */
  rowsTouched(work: () => Promise<unknown>): Promise<number>;
}

interface PlanNode {
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Join Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * A database that explains each statement (in a transaction or a savepoint that is rolled back) before it runs it. With a project,
 * in the role of the API and bound to that project.
 */
export function measurePlans(url: string, project?: string): MeasuredDatabase {
  const asApi = { options: `-c role=${API_ROLE} -c tempograph.project=${project}` };
  const pool = new pg.Pool({ connectionString: url, max: 2, types: typeParsers, ...(project !== undefined && asApi) });
  // At the end of a test the database is dropped, which may cut a connection that is still closing.
  pool.on("error", () => {});
  let touched: number | undefined;

  const inTransaction = new Set<pg.PoolClient>();

  async function explain(client: pg.PoolClient, text: string, values: unknown[]): Promise<void> {
    if (text === "begin") inTransaction.add(client);
    if (text === "commit" || text === "rollback") inTransaction.delete(client);
    if (touched === undefined || !/^\s*(?:with|select|insert|update|delete)\b/i.test(text)) return;
    const inner = inTransaction.has(client);
    await client.query(inner ? "savepoint measured" : "begin");
    const { rows } = await client.query(`explain (analyze, format json) ${text}`, values);
    await client.query(inner ? "rollback to savepoint measured" : "rollback");
    touched += rowsOf((rows[0] as { "QUERY PLAN": [{ Plan: PlanNode }] })["QUERY PLAN"][0].Plan);
  }

  const measuring = {
    options: pool.options,
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect();
      return {
        release: () => client.release(),
        async query(text: string, values: unknown[]) {
          await explain(client, text, values);
          return await client.query(text, values);
        },
      } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  };
  const plugins = project === undefined ? [] : [new ProjectScope(project)];
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: measuring }), plugins });
  return {
    db,
    async rowsTouched(work) {
      touched = 0;
      await work();
      const rows = touched;
      touched = undefined;
      return rows;
    },
  };
}

function rowsOf(node: PlanNode): number {
  const own =
    node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Join Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  return own * node["Actual Loops"] + (node.Plans ?? []).reduce((sum, plan) => sum + rowsOf(plan), 0);
}
