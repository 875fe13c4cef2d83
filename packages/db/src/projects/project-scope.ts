import { sql, type Kysely, type KyselyPlugin, type RawBuilder } from "kysely";
import type { Tables } from "../tables.ts";
import { MAIN_PROJECT } from "./main-project.ts";

/** The value of the setting `tempograph.project` on a connection that may see the rows of every project. */
export const EVERY_PROJECT = "*";

/** Marks a Kysely instance, its transactions included, with the one project whose rows its queries are about. */
export class ProjectScope implements KyselyPlugin {
  readonly project: string;

  constructor(project: string) {
    this.project = project;
  }

  transformQuery: KyselyPlugin["transformQuery"] = ({ node }) => node;
  transformResult: KyselyPlugin["transformResult"] = async ({ result }) => result;
}

/**
 * The project that a database is bound to by `forProject`. Undefined for the database of a process that serves every project,
 * such as a worker.
 */
export function projectOf(db: Kysely<Tables>): string | undefined {
  for (const plugin of db.getExecutor().plugins) if (plugin instanceof ProjectScope) return plugin.project;
  return undefined;
}

/**
 * The same database for queries about one project. In contrast to `forProject` only the statements name the project: for
 * processes whose connections serve every project.
 */
export function withinProject(db: Kysely<Tables>, project: string): Kysely<Tables> {
  return db.withPlugin(new ProjectScope(project));
}

/** The project in which a row is written that nothing else gives a project: the one that the database is bound to. */
export function projectToWrite(db: Kysely<Tables>): string {
  return projectOf(db) ?? MAIN_PROJECT;
}

/** The condition that a row of `table` (a name, or the alias in the statement) belongs to the database's project. */
export function inProject(db: Kysely<Tables>, table: string): RawBuilder<boolean> {
  const project = projectOf(db);
  return project === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(`${table}.project`)} = ${project}`;
}

/** The condition that an execution belongs to the database's project: for tables whose rows hang on one. */
export function executionInProject(db: Kysely<Tables>, executionId: RawBuilder<unknown>): RawBuilder<boolean> {
  return ownerInProject(db, "executions", executionId);
}

/** The same for a workflow, of which versions hang, and for a bulk job with its items. */
export function ownerInProject(
  db: Kysely<Tables>,
  table: "executions" | "workflows" | "bulk_jobs",
  id: RawBuilder<unknown>,
): RawBuilder<boolean> {
  const project = projectOf(db);
  if (project === undefined) return sql<boolean>`true`;
  return sql<boolean>`exists (select from ${sql.table(table)} as owner where owner.id = ${id} and owner.project = ${project})`;
}
