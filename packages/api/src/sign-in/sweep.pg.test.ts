import { insertConnectionSignIn, insertProject, insertSession, jsonb, openDatabase } from "@tempograph/db";
import { createTestDatabase, waitFor } from "@tempograph/testing";
import { expect, test } from "vitest";
import { startTestApi } from "../test-kit/start-test-api.ts";

test("sessions and sign-ins for connections that have expired are deleted, also those of projects in which nothing happens", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  await insertProject(db, { id: "quiet", name: "Quiet" });
  const session = { project: "quiet", name: "kim", tokenHash: null, roles: ["viewer"] };
  await insertSession(db, { ...session, hash: "old", expiresAt: new Date(Date.now() - 1_000) });
  await insertSession(db, { ...session, hash: "valid", expiresAt: new Date(Date.now() + 600_000) });
  const secret = { secret_fields: [], secrets: Buffer.alloc(0), data_key: Buffer.alloc(0), key_id: "k" };
  await db
    .insertInto("connections")
    .values({
      ...{
        id: "con",
        project: "quiet",
        name: "crm",
        type: "t",
        fields: jsonb({}),
        created_by: "kim",
        updated_by: "kim",
      },
      ...secret,
    })
    .execute();
  for (const [id, ms] of [
    ["old", -1_000],
    ["valid", 600_000],
  ] as const)
    await insertConnectionSignIn(
      db,
      { id: "con", project: "quiet" },
      { id, begunBy: "kim", ticketHash: id, page: "p", sealed: Buffer.alloc(0), expiresAt: new Date(Date.now() + ms) },
    );
  const api = await startTestApi({ databaseUrl: database.url });
  const left = async () => [
    ...(await db.selectFrom("sessions").select("hash as id").execute()),
    ...(await db.selectFrom("connection_sign_ins").select("id").execute()),
  ];
  await waitFor(async () => (await left()).length === 2);
  expect(await left()).toEqual([{ id: "valid" }, { id: "valid" }]);
  await api.stop();
  await db.destroy();
  await database.drop();
});
