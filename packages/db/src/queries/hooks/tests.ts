import type { JsonObject } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { isStorable } from "../storable.ts";

/** An address that takes one request and shows the event which it would become. */
export interface HookTestRecord {
  readonly id: string;
  readonly project: string;
  readonly config: JsonObject;
  readonly expiresAt: Date;
  /** Null: nothing has come yet. */
  readonly event: JsonObject | null;
  readonly receivedAt: Date | null;
}

const columns = ["id", "project", "config", "expires_at as expiresAt", "event", "received_at as receivedAt"] as const;

export async function insertHookTest(
  db: Database,
  given: Pick<HookTestRecord, "id" | "project" | "config"> & {
    readonly tokenHash: string;
    readonly createdBy: string;
    readonly forSeconds: number;
  },
): Promise<HookTestRecord> {
  return await db
    .insertInto("hook_tests")
    .values({
      ...{ id: given.id, project: given.project, token_hash: given.tokenHash, created_by: given.createdBy },
      config: jsonb(given.config),
      expires_at: sql<Date>`now() + ${given.forSeconds} * interval '1 second'`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** The test with this id in the project of the database. */
export async function findHookTest(db: Database, id: string): Promise<HookTestRecord | undefined> {
  if (!isStorable(id)) return undefined;
  return await db
    .selectFrom("hook_tests")
    .select(columns)
    .where("id", "=", id)
    .where(inProject(db, "hook_tests"))
    .executeTakeFirst();
}

/** The test that still waits at an address; `db` shows every project, because the address does not say whose it is. */
export async function findWaitingHookTest(db: Database, tokenHash: string): Promise<HookTestRecord | undefined> {
  return await db
    .selectFrom("hook_tests")
    .select(columns)
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", sql<Date>`now()`)
    .where("received_at", "is", null)
    .executeTakeFirst();
}

/** Keeps the event. False: another request was first. */
export async function answerHookTest(db: Database, id: string, event: JsonObject): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("hook_tests")
    .set({ event: jsonb(event), received_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("received_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
