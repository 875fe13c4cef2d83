import { sql } from "kysely";
import type { ConnectionPlace, SealedSecrets } from "../connections/sealed-secrets.ts";
import type { Database } from "../connection/open-database.ts";

/** Somebody who signs in at a service for a connection. */
export interface ConnectionSignIn {
  readonly id: string;
  readonly project: string;
  readonly connectionId: string;
  readonly begunBy: string;
  /** The service's page. */
  readonly page: string;
  /** What belongs to the sign-in, encrypted with the key of the connection. */
  readonly sealed: Buffer;
}

export async function insertConnectionSignIn(
  db: Database,
  { id, project }: ConnectionPlace,
  given: { id: string; begunBy: string; ticketHash: string; page: string; sealed: Buffer; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto("connection_sign_ins")
    .values({
      ...{ id: given.id, project, connection_id: id, begun_by: given.begunBy, ticket_hash: given.ticketHash },
      ...{ page: given.page, sealed: given.sealed, expires_at: given.expiresAt },
    })
    .execute();
}

type Open = { readonly ticketHash: string } | { readonly stateHash: string; readonly browserHash: string };

/** A sign-in that is still open, by its ticket before it has begun in a browser, or by its state in that browser. */
export async function findConnectionSignIn(db: Database, open: Open): Promise<ConnectionSignIn | undefined> {
  const all = db
    .selectFrom("connection_sign_ins as s")
    .select(["s.id", "s.project", "s.connection_id as connectionId", "s.begun_by as begunBy", "s.page", "s.sealed"])
    .where("s.expires_at", ">", sql<Date>`now()`)
    .where("s.answered_at", "is", null);
  return await (
    "ticketHash" in open
      ? all.where("s.ticket_hash", "=", open.ticketHash).where("s.state_hash", "is", null)
      : all.where("s.state_hash", "=", open.stateHash).where("s.browser_hash", "=", open.browserHash)
  ).executeTakeFirst();
}

/** The connection of a sign-in, in a database that may see its project. */
export async function findSigningConnection(
  db: Database,
  { project, connectionId }: ConnectionSignIn,
): Promise<(ConnectionPlace & Pick<SealedSecrets, "dataKey"> & { readonly name: string }) | undefined> {
  return await db
    .selectFrom("connections")
    .select(["id", "project", "name", "data_key as dataKey"])
    .where("id", "=", connectionId)
    .where("project", "=", project)
    .executeTakeFirst();
}

/** False: the ticket has been used in the meantime. */
export async function beginConnectionSignIn(
  db: Database,
  id: string,
  { stateHash, browserHash }: { readonly stateHash: string; readonly browserHash: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("connection_sign_ins")
    .set({ state_hash: stateHash, browser_hash: browserHash })
    .where("id", "=", id)
    .where("state_hash", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stores the answer of the service. False: there was one already. */
export async function answerConnectionSignIn(db: Database, id: string, sealed: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("connection_sign_ins")
    .set({ sealed, answered_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("answered_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The answer of the service to a sign-in of this project (I13), encrypted. It is deleted with its reading, because a code is valid once. */
export async function takeConnectionSignIn(
  db: Database,
  { id, project }: ConnectionPlace,
  connection: string,
): Promise<(ConnectionPlace & Pick<SealedSecrets, "dataKey"> & { readonly sealed: Buffer }) | undefined> {
  return await db
    .deleteFrom("connection_sign_ins as s")
    .using("connections as c")
    .whereRef("c.id", "=", "s.connection_id")
    .where("s.id", "=", id)
    .where("s.project", "=", project)
    .where("c.project", "=", project)
    .where("c.name", "=", connection)
    .where("s.answered_at", "is not", null)
    .returning(["c.id", "c.project", "s.sealed", "c.data_key as dataKey"])
    .executeTakeFirst();
}
