import { Client, Connection } from "@temporalio/client";
import { expect, test } from "vitest";
import { createTestDatabase, createTestNamespace, temporalAddress, uniqueTaskQueue } from "./index.ts";

test("a workflow can be started at once in a new namespace, with its search attributes", async () => {
  const namespace = await createTestNamespace({ searchAttributes: { TestKeyword: "Keyword" } });
  const connection = await Connection.connect({ address: temporalAddress() });
  const client = new Client({ connection, namespace });
  const handle = await client.workflow.start("anything", {
    taskQueue: uniqueTaskQueue(),
    workflowId: "one",
    searchAttributes: { TestKeyword: ["a"] },
  });
  const description = await handle.describe();
  expect(description.status.name).toBe("RUNNING");
  expect(description.searchAttributes["TestKeyword"]).toEqual(["a"]);
  await handle.terminate();
  await connection.close();
});

test("a temporal test has a database, too", async () => {
  const database = await createTestDatabase();
  expect(database.url).toMatch(/^postgres:/);
  await database.drop();
});
