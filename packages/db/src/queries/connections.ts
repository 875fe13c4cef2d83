import type { JsonObject } from "@tempograph/graph";
import { sql, type RawBuilder } from "kysely";
import type { ConnectionPlace, SealedSecrets } from "../connections/sealed-secrets.ts";
import { jsonb } from "../connection/jsonb.ts";
import type { Database } from "../connection/open-database.ts";
import { inProject } from "../projects/project-scope.ts";
import type { PageRequest } from "./page.ts";
import { isStorable } from "./storable.ts";

/** A connection as its row holds it, without its secrets. */
export interface ConnectionRecord extends ConnectionPlace {
  readonly name: string;
  readonly type: string;
  readonly description: string | null;
  /** The fields that are no secrets. */
  readonly fields: JsonObject;
  /** The names of the secret fields that have a value. */
  readonly secretFields: readonly string[];
  /** The hosts that may receive the credentials. Null: its type says so, or they go into no HTTP request. */
  readonly allowedHosts: readonly string[] | null;
  /** The ids of the workflows that may use it. Null: every workflow of the project. */
  readonly usableBy: readonly string[] | null;
  /** The code of the error for which a person has to do something; null: there is none. */
  readonly problem: string | null;
  /** Rises with each change. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** What a connection may be used for. */
export type ConnectionRights = Pick<ConnectionRecord, "description" | "allowedHosts" | "usableBy">;

/** Its fields, of which the secret ones are encrypted. They are always written together. */
export type Credentials = Pick<ConnectionRecord, "fields" | "secretFields"> & SealedSecrets;

const columns = [
  "connections.id",
  "connections.project",
  "connections.name",
  "connections.type",
  "connections.description",
  "connections.fields",
  "secret_fields as secretFields",
  "allowed_hosts as allowedHosts",
  "usable_by as usableBy",
  "connections.revision",
  "connections.created_at as createdAt",
  "created_by as createdBy",
  "connections.updated_at as updatedAt",
  "updated_by as updatedBy",
  sql<string | null>`(select problem from connection_tokens where connection_id = connections.id)`.as("problem"),
] as const;

type NewConnection = Pick<ConnectionRecord, "id" | "project" | "name" | "type" | "createdBy">;

/** Undefined: the project has a connection with this name. */
export async function insertConnection(
  db: Database,
  { id, project, name, type, createdBy }: NewConnection,
  rights: ConnectionRights,
  credentials: Credentials,
): Promise<ConnectionRecord | undefined> {
  return await db
    .insertInto("connections")
    .values({
      ...{ id, project, name, type, created_by: createdBy, updated_by: createdBy },
      ...rightsColumns(rights),
      ...credentialColumns(credentials),
    })
    .onConflict((conflict) => conflict.columns(["project", "name"]).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

/** Undefined: the connection has another revision by now, or is gone. */
export async function updateConnection(
  db: Database,
  { project, id, revision }: Pick<ConnectionRecord, "project" | "id" | "revision">,
  updatedBy: string,
  rights: ConnectionRights,
  credentials?: Credentials,
): Promise<ConnectionRecord | undefined> {
  return await db
    .updateTable("connections")
    .set({ revision: revision + 1, updated_by: updatedBy, updated_at: sql<Date>`now()` })
    .set(rightsColumns(rights))
    .set(credentials === undefined ? {} : credentialColumns(credentials))
    .where("project", "=", project)
    .where("id", "=", id)
    .where("revision", "=", revision)
    .returning(columns)
    .executeTakeFirst();
}

function rightsColumns({ description, allowedHosts, usableBy }: ConnectionRights) {
  return {
    description,
    allowed_hosts: allowedHosts === null ? null : [...allowedHosts],
    usable_by: usableBy === null ? null : [...usableBy],
  };
}

function credentialColumns({ fields, secretFields, secrets, dataKey, keyId }: Credentials) {
  return { fields: jsonb(fields), secret_fields: [...secretFields], secrets, data_key: dataKey, key_id: keyId };
}

/** The connection, which nobody can delete, change or let a version name until the transaction ends. */
export async function lockConnection(
  tx: Database,
  { project, id }: ConnectionPlace,
): Promise<ConnectionRecord | undefined> {
  return await tx
    .selectFrom("connections")
    .select(columns)
    .where("project", "=", project)
    .where(isOneOf("connections.id", [id]))
    .forUpdate()
    .executeTakeFirst();
}

export async function deleteConnection(db: Database, { project, id }: ConnectionPlace): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("connections")
    .where("project", "=", project)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The connections of a project with these ids or names. */
export async function findConnections(
  db: Database,
  project: string,
  by: "id" | "name",
  values: readonly string[],
): Promise<ConnectionRecord[]> {
  return await db
    .selectFrom("connections")
    .select(columns)
    .where("project", "=", project)
    .where(isOneOf(`connections.${by}`, values))
    .execute();
}

/** The connections of a project, the newest first; keyed by `id`, which begins with the time. */
export async function listConnections(db: Database, project: string, page: PageRequest): Promise<ConnectionRecord[]> {
  let query = db
    .selectFrom("connections")
    .select(columns)
    .where("project", "=", project)
    .orderBy("connections.id", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where("connections.id", "<", page.after);
  if (page.before !== undefined) query = query.where("connections.id", ">", page.before);
  return await query.execute();
}

/** What the validator has to know of a connection. */
export type NamedConnection = Pick<ConnectionRecord, "name" | "type" | "usableBy">;

/**
 * The connections of the database's project with these names, and `more` others, for the suggestion of a name that was meant. With
 * `lock` nobody can delete or change the named ones until the transaction ends.
 */
export async function namedConnections(
  db: Database,
  names: readonly string[],
  { more = 100, lock = false } = {},
): Promise<NamedConnection[]> {
  const all = db
    .selectFrom("connections")
    .select(["connections.name", "connections.type", "usable_by as usableBy"])
    .where(inProject(db, "connections"));
  const withNames = all.where(isOneOf("connections.name", names)).orderBy("connections.id");
  const [named, others] = await Promise.all([
    (lock ? withNames.forShare() : withNames).execute(),
    all.orderBy("connections.name").limit(more).execute(),
  ]);
  return [...new Map([...others, ...named].map((each) => [each.name, each])).values()];
}

/** A connection as an attempt needs it, its secrets still encrypted. */
export interface StepConnectionRecord
  extends ConnectionPlace, Pick<ConnectionRecord, "name" | "type" | "fields" | "allowedHosts" | "usableBy"> {
  readonly secrets: Buffer;
  readonly dataKey: Buffer;
  /** The workflow of the execution; null for a node that is run by itself. */
  readonly workflowId: string | null;
}

/** Whose connection it is: that of the execution's project, or of the project itself for a node that is run by itself. */
export type ConnectionUser = { readonly executionId: string } | { readonly project: string };

/**
 * The connection with this name. What the row of the execution says counts, and not what a caller says of it. An execution that has ended gets
 * none: whoever reaches Temporal could start a workflow of their own under its id. The row is never closed before the execution has ended.
 */
export async function findStepConnection(
  db: Database,
  user: ConnectionUser,
  name: string,
): Promise<StepConnectionRecord | undefined> {
  if (!isStorable(name)) return undefined;
  const all = db
    .selectFrom("connections")
    .select(["connections.id", "connections.project", "connections.name", "connections.type", "connections.fields"])
    .select(["allowed_hosts as allowedHosts", "usable_by as usableBy", "secrets", "data_key as dataKey"])
    .where("connections.name", "=", name);
  return await (
    "project" in user
      ? all.select(sql<null>`null`.as("workflowId")).where("project", "=", user.project)
      : all
          .innerJoin("executions", "executions.project", "connections.project")
          .select("executions.workflow_id as workflowId")
          .where("executions.id", "=", user.executionId)
          .where("executions.closed_at", "is", null)
  ).executeTakeFirst();
}

/** A node or a trigger that names a connection. */
export interface ConnectionUsage {
  readonly workflowId: string;
  readonly workflowName: string;
  /** The published version; null: the draft. */
  readonly version: number | null;
  /** The id of the node, or of the trigger. */
  readonly nodeId: string;
}

/** The nodes of these types that name the connection, in published versions and drafts of workflows that are not deleted; and live triggers. */
export async function connectionUsages(
  db: Database,
  { project, name, types, most }: { project: string; name: string; types: readonly string[]; most: number },
): Promise<ConnectionUsage[]> {
  const nodes = (graph: RawBuilder<unknown>) =>
    sql`jsonb_path_query(${graph}, 'lax $.nodes[*] ? (@.data.connection == $name)', ${jsonb({ name })}::jsonb) as node`;
  const { rows } = await sql<ConnectionUsage>`
    select * from (select "workflowId", "workflowName", version, node ->> 'id' as "nodeId" from (
      select w.id as "workflowId", w.name as "workflowName", v.version, node
        from workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version,
             ${nodes(sql`v.graph`)}
       where w.project = ${project} and w.status <> 'deleted'
      union all
      select w.id, w.name, null, node from workflows w, ${nodes(sql`w.draft -> 'graph'`)}
       where w.project = ${project} and w.status <> 'deleted'
    ) used
     where node ->> 'type' = any(${[...types]}::text[]) and jsonb_typeof(node -> 'id') = 'string'
    union all
    select w.id, w.name, t.version, t.trigger_id from workflow_triggers t join workflows w on w.id = t.workflow_id
     where t.project = ${project} and t.status <> 'ended'
       and (jsonb_path_exists(t.config, 'lax $.**.connection ? (@ == $name)', ${jsonb({ name })}::jsonb)
         or jsonb_path_exists(t.conditions, 'lax $.lookup[*].input.connection ? (@ == $name)', ${jsonb({ name })}::jsonb))) usages
     order by version is null, "workflowId", "nodeId" limit ${most}`.execute(db);
  return rows;
}

/** Connections whose key is encrypted with another master key than this, in the order of their ids. */
export async function findConnectionsToRewrap(db: Database, keyId: string, after: string, most: number) {
  return await db
    .selectFrom("connections")
    .select(["id", "project", "name", "data_key as dataKey", "key_id as keyId"])
    .where("key_id", "<>", keyId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(most)
    .execute();
}

/** False: somebody else has changed the row in the meantime. */
export async function replaceDataKey(
  db: Database,
  { id, dataKey }: { readonly id: string; readonly dataKey: Buffer },
  next: Pick<SealedSecrets, "dataKey" | "keyId">,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("connections")
    .set({ data_key: next.dataKey, key_id: next.keyId })
    .where("id", "=", id)
    .where("data_key", "=", dataKey)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function isOneOf(column: string, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = any(${values.filter(isStorable)}::text[])`;
}
