import {
  answerConnectionSignIn,
  insertConnection,
  insertConnectionSignIn,
  insertProject,
  openDatabase,
  sealObtained,
  sealSecrets,
  type Database,
} from "@tempograph/db";
import { nodeRunId } from "@tempograph/graph";
import { createKeyRing } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTakeSignIn } from "./take-sign-in.ts";

const key = { id: "k", secret: Buffer.alloc(32, 7) };
const master = createKeyRing("master keys", "test", { current: "k", keys: new Map([["k", key]]) });
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await insertProject(db, { id: "billing", name: "Billing" });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("a sign-in is finished once, by its own project, for its own connection", async () => {
  const rights = { description: null, allowedHosts: null, usableBy: null };
  const answer = { code: "c0de", redirectUri: "https://tempograph.example/oauth/callback", verifier: "v" };
  for (const [project, name] of [
    ["main", "crm"],
    ["main", "erp"],
    ["billing", "crm"],
  ] as const) {
    const place = { id: `con_${project}_${name}`, project };
    const row = { ...place, name, type: "oauth2.authorization_code", createdBy: "kim" };
    const sealed = sealSecrets(master, place, { clientSecret: "s" });
    await insertConnection(db, row, rights, { fields: {}, secretFields: ["clientSecret"], ...sealed });
    if (row.id !== "con_main_crm") continue;
    const bytes = sealObtained(master, place, sealed, answer);
    await insertConnectionSignIn(db, place, {
      ...{ id: "sig_1", begunBy: "kim", ticketHash: "t", page: "https://x.example", sealed: bytes },
      expiresAt: new Date(Date.now() + 60_000),
    });
    await answerConnectionSignIn(db, "sig_1", bytes);
  }
  const take = createTakeSignIn(db, master);
  const main = nodeRunId("main", "1");
  for (const [executionId, connection] of [
    [nodeRunId("billing", "1"), "crm"],
    [main, "erp"],
    ["exe_1", "crm"],
  ] as const)
    await expect(take({ id: "sig_1", connection, executionId })).rejects.toMatchObject({ code: "SIGN_IN_UNKNOWN" });
  expect(await take({ id: "sig_1", connection: "crm", executionId: main })).toEqual(answer);
  await expect(take({ id: "sig_1", connection: "crm", executionId: main })).rejects.toMatchObject({
    code: "SIGN_IN_UNKNOWN",
  });
});
