import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOpenTriggerDatabase } from "./open-trigger-database.ts";

let users: TestDatabase;
beforeAll(async () => {
  users = await createTestDatabase();
});
afterAll(() => users.drop());

type Options = Parameters<typeof createOpenTriggerDatabase>[0];

async function open(more: Partial<Options> = {}, type = "postgres") {
  const { hostname: host, port, pathname, username, password } = new URL(users.url);
  const server = { host, port: Number(port), database: pathname.slice(1), security: "none" };
  const fields = { ...server, user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const opened = createOpenTriggerDatabase({
    find: async (_, name) => ({ name, type, fields }),
    egressAllow: ["127.0.0.1"],
    rulesOf: async () => undefined,
    ...more,
  });
  const controller = new AbortController();
  const request = { project: "main", workflowId: "wf_1", connection: "shop", signal: controller.signal };
  return { client: await opened(request), abort: () => controller.abort() };
}

test("a user's database is opened, and the connection ends with its signal", async () => {
  const { client, abort } = await open();
  expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  const ended = new Promise((resolve) => client.once("end", resolve));
  abort();
  await ended;
  await expect(client.query("select 1")).rejects.toThrow();
});

test("the egress rules of the stack and of the project hold (I11), and only a database is opened", async () => {
  await expect(open({ egressAllow: [] })).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  const rulesOf: Options["rulesOf"] = async () => ({ of: "the project main", deny: ["127.0.0.0/8"] });
  await expect(open({ rulesOf })).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  await expect(open({}, "smtp")).rejects.toMatchObject({ code: "CONNECTION_TYPE_WRONG" });
});
