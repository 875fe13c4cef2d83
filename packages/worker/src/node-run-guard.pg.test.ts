import { randomBytes } from "node:crypto";
import { openDatabase, writeSigningKeys, type Database } from "@tempograph/db";
import { signedNodeRunText, type NodeRunRequest } from "@tempograph/graph";
import { signingKey } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeRunGuard } from "./node-run-guard.ts";

const key = signingKey({ id: "first", secret: randomBytes(32) });
const stranger = signingKey({ id: "first", secret: randomBytes(32) });
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await writeSigningKeys(db, [key]);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const RUN = "run-node-main.1";
const request: NodeRunRequest = { type: "http_call", input: { url: "a" }, nodeId: "node", idempotencyKey: RUN };
const signed = (by = key, expiresAt = Date.now() + 60_000, of = request, id = RUN) => ({
  ...of,
  signature: { expiresAt, by: { [by.id]: by.sign(signedNodeRunText(id, of, expiresAt)) } },
});

test("a request that the API has signed for this run is carried out", async () => {
  await expect(nodeRunGuard(db, {})(RUN, signed())).resolves.toBeUndefined();
});

test.each([
  ["no signature", request, "OPERATION_NOT_SIGNED"],
  [
    "the signature of a run in another project",
    signed(key, undefined, request, "run-node-billing.1"),
    "OPERATION_NOT_SIGNED",
  ],
  ["another input than the signed one", { ...signed(), input: { url: "b" } }, "OPERATION_NOT_SIGNED"],
  ["a key that only has the name of the API's", signed(stranger), "OPERATION_NOT_SIGNED"],
  ["a signature that has expired", signed(key, Date.now() - 1), "SIGNATURE_EXPIRED"],
])("with %s it is refused for good (I15)", async (_what, given, type) => {
  await expect(nodeRunGuard(db, {})(RUN, given)).rejects.toMatchObject({ type, nonRetryable: true });
});
