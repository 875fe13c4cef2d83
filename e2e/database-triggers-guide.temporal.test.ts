import { createTestDatabase, type TestDatabase, waitFor } from "@tempograph/testing";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage, runCommands } from "./support/page-examples.ts";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// Runs the examples of docs/guide/database-triggers.md in their order: `sql` in the user's database, `answers` has fields of what the
// commands print, `eventually` fields of what they print after a while.

const { examples } = readPage("guide/database-triggers.md");

let users: TestDatabase;
let stack: TestStack;
let workflow = "";
beforeAll(async () => {
  users = await createTestDatabase();
  stack = await startTestStack({ TEMPOGRAPH_EGRESS_ALLOW: new URL(users.url).host });
}, 120_000);
afterAll(async () => {
  const archived = await fetch(`${stack.apiUrl}/workflows/${workflow}/archive`, {
    ...{ method: "POST", headers: { authorization: `Bearer ${stack.token}` } },
  });
  expect(archived.status).toBe(200);
  const client = await connected();
  const left = "select from pg_replication_slots where database = current_database()";
  await waitFor(async () => (await client.query(left)).rowCount === 0, { timeoutMs: 20_000 });
  await client.end();
  await stack.stop();
  await users.drop();
}, 60_000);

async function connected(): Promise<Client> {
  const client = new Client({ connectionString: users.url });
  await client.connect();
  return client;
}

/** Runs commands as a reader would, with the test's database in the place of the example's. */
async function shell(commands: string): Promise<unknown> {
  const { hostname, port, pathname, username, password } = new URL(users.url);
  const text = commands
    .replace("db.example.com", hostname)
    .replace("5432", port)
    .replace('"database": "shop"', `"database": "${pathname.slice(1)}"`)
    .replace('"user": "workflows"', `"user": "${decodeURIComponent(username)}"`)
    .replace("b7714e0d5c", decodeURIComponent(password))
    .replace('"security": "tls"', '"security": "none"');
  return JSON.parse(await runCommands(stack, text, { env: { WORKFLOW: workflow } }));
}

test("the guide has its examples", () => expect(examples.length).toBeGreaterThanOrEqual(7));

test.each(examples)("the example at line $line", async ({ what, told: toldText, text }) => {
  const told = JSON.parse(toldText ?? "null") as object;
  if (what === "sql") {
    const client = await connected();
    await client.query(text).finally(() => client.end());
    return;
  }
  if (what === "answers") {
    const answer = (await shell(text)) as { readonly id?: string; readonly publishedVersion?: number };
    expect(answer).toMatchObject(told);
    if (answer.publishedVersion !== undefined) workflow = answer.id!;
    return;
  }
  await waitFor(
    async () => {
      expect(await shell(text)).toMatchObject(told);
      return true;
    },
    { timeoutMs: 30_000, intervalMs: 200 },
  );
});

test("only the change that fits the condition has started the workflow", async () => {
  await waitFor(async () => {
    const { executions } = await stack.graphql<{ executions: { nodes: { eventType: string; status: string }[] } }>(
      `{ executions(first: 5) { nodes { status event { type } } } }`,
    );
    return executions.nodes.length === 1 && executions.nodes[0]!.status === "COMPLETED";
  });
});
