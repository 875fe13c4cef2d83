import {
  answerConnectionSignIn,
  insertConnection,
  insertConnectionSignIn,
  insertProject,
  openDatabase,
  sealObtained,
  sealSecrets,
  updateConnection,
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

const rights = { description: null, allowedHosts: null, usableBy: null };
const answer = { code: "c0de", redirectUri: "https://tempograph.example/oauth/callback", verifier: "v" };
const run = nodeRunId("main", "1");
const unknown = { code: "SIGN_IN_UNKNOWN", retryable: false };

async function connect(project: string, name: string) {
  const place = { id: `con_${project}_${name}`, project };
  const sealed = sealSecrets(master, place, { clientSecret: "s" });
  const row = { ...place, name, type: "oauth2.authorization_code", createdBy: "kim" };
  const credentials = { fields: {}, secretFields: ["clientSecret"], ...sealed };
  const record = (await insertConnection(db, row, rights, credentials))!;
  return { ...record, ...sealed };
}

async function answered(id: string, connection: Awaited<ReturnType<typeof connect>>) {
  const sealed = sealObtained(master, connection, connection, answer);
  await insertConnectionSignIn(db, connection, {
    ...{ id, begunBy: "kim", ticketHash: id, page: "https://x.example", sealed },
    expiresAt: new Date(Date.now() + 60_000),
  });
  await answerConnectionSignIn(db, id, sealed);
}

test("a sign-in is finished once, by its own project, for its own connection", async () => {
  const crm = await connect("main", "crm");
  await connect("main", "erp");
  await connect("billing", "crm");
  await answered("sig_1", crm);
  const take = createTakeSignIn(db, master);
  for (const [executionId, connection] of [
    [nodeRunId("billing", "1"), "crm"],
    [run, "erp"],
    ["exe_1", "crm"],
  ] as const)
    await expect(take({ id: "sig_1", connection, executionId })).rejects.toMatchObject(unknown);
  const mine = { id: "sig_1", connection: "crm", executionId: run };
  expect(await take(mine)).toEqual(answer);
  await expect(take(mine)).rejects.toMatchObject(unknown);
});

test("fields that were written during the sign-in need another one; Postgres that is away, or a lost key, is told as such", async () => {
  const connection = await connect("main", "changed");
  await answered("sig_2", connection);
  const given = { id: "sig_2", connection: "changed", executionId: run };
  const gone = openDatabase("postgres://nobody@127.0.0.1:1/none", { max: 1 });
  const away = { code: "CONNECTION_UNAVAILABLE", retryable: true };
  await expect(createTakeSignIn(gone, master)(given)).rejects.toMatchObject(away);
  await gone.destroy();
  const other = {
    fields: {},
    secretFields: ["clientSecret"],
    ...sealSecrets(master, connection, { clientSecret: "t" }),
  };
  await updateConnection(db, connection, "ada", rights, other);
  await expect(createTakeSignIn(db, master)(given)).rejects.toMatchObject(unknown);
  await answered("sig_3", await connect("main", "lost"));
  const without = createKeyRing("master keys", "test", { current: "x", keys: new Map([["x", { ...key, id: "x" }]]) });
  const lost = { ...given, id: "sig_3", connection: "lost" };
  await expect(createTakeSignIn(db, without)(lost)).rejects.toMatchObject({ code: "CONNECTION_KEY_MISSING" });
});
