import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEgressFetch } from "@tempograph/nodes-sdk";
import { insertProject, openDatabase, updateProject, type Database } from "@tempograph/db";
import { nodeRunId } from "@tempograph/graph";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectEgress } from "./project-egress.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await insertProject(db, { id: "billing", name: "Billing" });
  await db
    .insertInto("workflows")
    .values({ id: "wf", name: "wf", draft: "{}" as never })
    .execute();
  for (const [id, project] of [
    ["exe_m", "main"],
    ["exe_b", "billing"],
  ] as const) {
    const event = { id, type: "t", source: "s", time: new Date(), data: "{}" as never, fingerprint: "f" };
    await db.insertInto("events").values(event).execute();
    const execution = { id, project, workflow_id: "wf", workflow_version: 1, event_id: id, trigger_id: "t" };
    await db.insertInto("executions").values(execution).execute();
  }
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("an execution, and a node that is tried, call under the rules of their project; a change is seen within seconds", async () => {
  let now = 0;
  const rulesOf = projectEgress(db, () => now);
  expect(await rulesOf("exe_b")).toBeUndefined();
  await updateProject(db, "billing", { egressOnly: ["api.example"], egressDeny: ["10.0.0.0/8"] });
  expect(await rulesOf("exe_b")).toBeUndefined();
  now += 2_000;
  const billing = { of: "the project billing", only: ["api.example"], deny: ["10.0.0.0/8"] };
  expect(await rulesOf("exe_b")).toEqual(billing);
  expect(await rulesOf(nodeRunId("billing", "1"))).toEqual(billing);
  expect(await rulesOf("exe_m")).toBeUndefined();
  expect(await rulesOf(nodeRunId("main", "1"))).toBeUndefined();
  // Nobody knows whose it is, so no project allows it anything.
  expect(await rulesOf("exe_unknown")).toEqual({ of: "an unknown project", only: [] });
  await updateProject(db, "billing", { egressOnly: null, egressDeny: [] });
  now += 2_000;
  expect(await rulesOf("exe_b")).toBeUndefined();
});

test("where the rules cannot be read, nothing is called", async () => {
  const away = openDatabase("postgres://nobody@127.0.0.1:1/nothing");
  await expect(projectEgress(away)("exe_b")).rejects.toMatchObject({ code: "NETWORK_ERROR", retryable: true });
  await away.destroy();
});

test("what a project may not call is not reached", async () => {
  await updateProject(db, "billing", { egressDeny: ["127.0.0.0/8"] });
  const server = createServer((_request, response) => void response.end("reached"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const rulesOf = projectEgress(db);
  for (const [execution, reached] of [
    ["exe_m", true],
    ["exe_b", false],
  ] as const) {
    const rules = await rulesOf(execution);
    const fetch = createEgressFetch({ allow: ["127.0.0.1"], ...(rules && { rules: [rules] }) });
    const answer = fetch(url).then((response) => response.text());
    await (reached ? expect(answer).resolves.toBe("reached") : expect(answer).rejects.toThrow("the project billing"));
    await fetch.close();
  }
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
