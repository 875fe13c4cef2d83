import { insertProject, jsonb, type Database } from "@tempograph/db";
import { INTERPRETER_VERSION, type Definition, type StartPolicies, type Trigger } from "@tempograph/graph";

export interface PublishOptions {
  readonly id: string;
  /** Created if it is missing. Default `main`. */
  readonly project?: string;
  readonly name?: string;
  readonly version?: number;
  readonly triggers?: readonly Trigger[];
  readonly start?: StartPolicies;
  /** Added to the definition. */
  readonly ballast?: string;
}

/** For tests: publishes a version with an empty graph. */
export async function publish(db: Database, options: PublishOptions): Promise<void> {
  const { id, project = "main", name = "Test", version = 1, triggers = [{}], start, ballast } = options;
  const definition: Definition & { ballast?: string } = {
    formatVersion: 1,
    interpreterVersion: INTERPRETER_VERSION,
    workflow: { id, name, version },
    nodes: [],
    edges: [],
    ...(ballast !== undefined && { ballast }),
  };
  const graph = jsonb({ nodes: [], edges: [], ...(start && { settings: { start } }) });
  await insertProject(db, { id: project, name: project });
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("workflows")
      .values({
        id,
        project,
        name,
        draft: jsonb({ graph: { nodes: [], edges: [] }, triggers }),
        published_version: version,
      })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ published_version: version }))
      .execute();
    await trx
      .insertInto("workflow_versions")
      .values({
        ...{ workflow_id: id, version, graph, triggers: jsonb(triggers), definition: jsonb(definition) },
        ...{ definition_hash: `${id}:${version}`, interpreter_version: INTERPRETER_VERSION },
      })
      .execute();
  });
}
