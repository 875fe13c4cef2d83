import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { EgressRules } from "@tempograph/nodes-sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executionFetch } from "./execution-fetch.ts";

let connections = 0;
const server = createServer((_request, response) => void response.end("ok"));
beforeAll(
  () => new Promise<void>((done) => server.on("connection", () => (connections += 1)).listen(0, "127.0.0.1", done)),
);
afterAll(() => server.closeAllConnections());

test("an open connection of one execution is not used by another one whose rules refuse its address", async () => {
  const rules: Record<string, EgressRules | undefined> = {
    billing: { of: "the project billing", deny: ["127.0.0.0/8"] },
    sales: { of: "the project sales", only: ["localhost"] },
  };
  const fetch = executionFetch({ allow: ["127.0.0.0/8", "localhost"] }, (id) => Promise.resolve(rules[id]));
  const { port } = server.address() as AddressInfo;
  const call = async (id: string) => await (await (await fetch.of(id))(`http://localhost:${port}/`)).text();
  expect(await call("main")).toBe("ok");
  const opened = connections;
  await expect(call("billing")).rejects.toThrow("the rules of the project billing");
  expect(connections).toBe(opened);
  expect(await call("sales")).toBe("ok");
  expect(connections).toBe(opened + 1);
  rules["sales"] = { of: "the project sales", only: [] };
  await expect(call("sales")).rejects.toThrow("the rules of the project sales");
  await fetch.close();
});
