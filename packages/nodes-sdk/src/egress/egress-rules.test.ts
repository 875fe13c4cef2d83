import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isNodeError, type NodeError } from "../error/node-error.ts";
import { createEgressFetch } from "./egress-fetch.ts";
import type { Lookup } from "./egress-guard.ts";
import type { EgressOptions } from "./egress-options.ts";

const ADDRESSES: Readonly<Record<string, string>> = {
  "a.example": "127.0.0.1",
  "b.example": "127.0.0.1",
  "b.example.": "127.0.0.1",
};

let arrived: string[];
/** Names that were asked for. */
let asked: string[];
let port: number;
const server = createServer((request, response) => {
  arrived.push(request.url ?? "");
  if (request.url === "/") return void response.end("reached");
  response.writeHead(302, { location: `http://b.example:${port}/` }).end();
});
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.closeAllConnections());

const lookup: Lookup = (host) => {
  asked.push(host);
  return Promise.resolve([{ address: ADDRESSES[host]!, family: 4 }]);
};

/** The text that arrived, or the error. */
async function call(url: string, options: EgressOptions): Promise<string | NodeError> {
  [arrived, asked] = [[], []];
  const fetch = createEgressFetch({ allow: ["127.0.0.0/8"], ...options }, lookup);
  try {
    return await (await fetch(url)).text();
  } catch (error) {
    if (isNodeError(error)) return error;
    throw error;
  } finally {
    await fetch.close();
  }
}

test.each([
  ["a host that is not in the list, without asking for its address", { only: ["a.example"] }, "b.example", []],
  ["a host whose address is not in the listed network", { only: ["10.0.0.0/8"] }, "b.example", ["b.example"]],
  ["a host that is denied, though the list has it", { only: ["*.example"], deny: ["b.example"] }, "B.example.", []],
  ["a host whose address is denied", { deny: ["127.0.0.0/8"] }, "b.example", ["b.example"]],
  ["a literal address that is denied", { deny: ["127.0.0.0/8"] }, "127.0.0.1", []],
  ["the same address in IPv6", { deny: ["127.0.0.0/8"] }, "[::ffff:7f00:1]", []],
  ["an address where only a name is listed", { only: ["b.example"] }, "127.0.0.1", []],
  ["everything, where the list is empty", { only: [] }, "b.example", []],
])("rules within those of the stack refuse %s", async (_name, rules, host, names) => {
  const url = `http://${host}:${port}/`;
  expect(await call(url, {})).toBe("reached");
  const error = await call(url, { rules: [{ of: "the project billing", ...rules }] });
  expect(error).toMatchObject({
    ...{ code: "EGRESS_REFUSED", retryable: false, details: { reason: "rules" } },
    message: expect.stringContaining("the rules of the project billing do not allow it"),
  });
  expect(asked).toEqual(names);
  expect(arrived).toEqual([]);
});

test("several rules hold together, also for redirects, and none makes reachable what the stack refuses", async () => {
  const url = `http://a.example:${port}/moved`;
  const rules = [{ of: "the project billing", only: [`a.example:${port}`, "b.example"] }];
  expect(await call(url, { rules })).toBe("reached");
  const narrower = [...rules, { of: "the connection crm", only: ["a.example"] }];
  expect(await call(url, { rules: narrower })).toMatchObject({
    message: expect.stringMatching(/b\.example:\d+ is refused: the rules of the connection crm/),
  });
  expect(arrived).toEqual(["/moved"]);
  expect(await call(url, { rules, allow: [] })).toMatchObject({
    message: expect.stringContaining("not a public address"),
  });
});

test("an entry that cannot be read is named, with its place", () => {
  const rules = [{ of: "the project x", deny: ["http://x"] }];
  expect(() => createEgressFetch({ rules })).toThrow(/the egress rules of the project x.*http:\/\/x/);
});

test("denied networks are also denied behind NAT64", async () => {
  const rules = [{ of: "the project billing", deny: ["8.8.8.0/24"] }];
  expect(await call("http://[64:ff9b::8.8.8.8]/", { rules })).toMatchObject({
    message: expect.stringContaining("the rules of the project billing"),
  });
});
