import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { defineNode } from "../define/define-node.ts";
import type { NodeFetch } from "../context/node-context.ts";
import { onlyHostsCheck } from "../egress/only-hosts.ts";
import { runNode } from "../testing/run-node.ts";
import type { ConnectionSpec } from "./connection-type.ts";
import { defineConnection } from "./define-connection.ts";
import { openConnection } from "./open-connection.ts";
import { secretField } from "./secret-field.ts";

const fields = z.object({ region: z.enum(["eu", "us"]).default("eu"), key: secretField(z.string().min(1)) });
const typeWith = (more: Partial<ConnectionSpec<typeof fields>> = {}) =>
  defineConnection({
    ...{ type: "acme.crm", title: "Acme", fields },
    authorize: ({ headers, url }, { key, region }) => {
      headers.set("X-Key", key);
      url.searchParams.set("region", region);
    },
    ...more,
  });

async function serve(answer: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { requests, port: (server.address() as AddressInfo).port };
}

const get = defineNode({
  ...{ type: "get_it", title: "Get", description: "Gets.", input: z.object({ url: z.string() }) },
  connections: ["acme.crm"],
  execute: async ({ fetch, connection }, { url }) => [(await fetch(url)).status, connection?.name ?? null],
});

test("ctx.fetch adds the credentials to each request, and ctx.connection has the fields with their defaults", async () => {
  const { requests, port } = await serve((_, response) => void response.end());
  const { output } = await runNode(
    get,
    { url: `http://127.0.0.1:${port}/a?b=1` },
    { allow: ["127.0.0.1"], connection: { type: typeWith(), name: "crm", fields: { key: "s3cret" } } },
  );
  expect(output).toEqual([200, "crm"]);
  expect(requests.map(({ url, headers }) => [url, headers["x-key"]])).toEqual([["/a?b=1&region=eu", "s3cret"]]);
});

test.each([
  ["the type", { hosts: () => ["127.0.0.1:1"] }, {}],
  ["whoever made the connection", {}, { allowedHosts: ["*.acme.com"] }],
  ["one of both", { hosts: () => ["127.0.0.1"] }, { allowedHosts: ["127.0.0.1:1"] }],
  ["nobody, because it names none", {}, { allowedHosts: [] }],
])("credentials are not sent to a host that %s does not allow", async (_, type, values) => {
  const { requests, port } = await serve((_request, response) => void response.end());
  const { error } = await runNode(
    get,
    { url: `http://127.0.0.1:${port}/` },
    { allow: ["127.0.0.1"], connection: { type: typeWith(type), fields: { key: "s3cret" }, ...values } },
  );
  expect(error).toMatchObject({
    code: "EGRESS_REFUSED",
    retryable: false,
    message: expect.stringMatching(/the connection may reach/),
  });
  expect(requests).toEqual([]);
});

/** How a call with a connection ends whose hosts are these, and where it went. */
async function called(url: string, allowedHosts?: readonly string[]) {
  const reached: string[] = [];
  const fetch: NodeFetch = async (target, init) => {
    onlyHostsCheck(init?.onlyHosts ?? [], "http")(new URL(target));
    reached.push(new URL(target).origin);
    return new Response();
  };
  const values = { fields: { key: "s3cret" }, ...(allowedHosts && { allowedHosts }) };
  const { error } = await runNode(get, { url }, { fetch, connection: { type: typeWith(), ...values } });
  return error ?? reached;
}

test.each<[string, string[] | undefined]>([
  ["https://api.acme.com/leads", ["api.acme.com"]],
  ["https://api.acme.com:8443/", ["api.acme.com:8443"]],
  ["https://eu.acme.com/", ["https://*.acme.com"]],
  ["https://acme.com:8443/", undefined],
  ["http://crm.internal/", ["http://crm.internal"]],
  ["http://crm.internal:8080/", ["crm.internal", "http://crm.internal:8080"]],
  ["http://10.1.2.3:8080/", ["http://10.1.0.0/16:8080"]],
  ["http://localhost:4000/", ["localhost"]],
  ["http://127.0.0.1:4000/", undefined],
  ["http://[::1]:4000/", ["::1"]],
])("%s may have the credentials that are allowed for %j", async (url, allowedHosts) => {
  expect(await called(url, allowedHosts)).toEqual([new URL(url).origin]);
});

test.each<[string, string[] | undefined, string]>([
  ["http://api.acme.com/", ["api.acme.com"], "not encrypted"],
  ["http://api.acme.com/", ["https://api.acme.com"], "not encrypted"],
  ["http://api.acme.com/", undefined, "not encrypted"],
  ["http://api.acme.com:443/", ["api.acme.com:443"], "not encrypted"],
  ["http://10.1.2.3:8080/", ["10.1.2.3:8080"], "not encrypted"],
  ["http://localhost.acme.com/", ["*.acme.com"], "not encrypted"],
  ["https://api.acme.com:8443/", ["api.acme.com"], "not a host of the connection"],
  ["http://crm.internal:8080/", ["http://crm.internal"], "not a host of the connection"],
  ["https://crm.internal/", ["http://crm.internal"], "not a host of the connection"],
])("%s may not have the credentials that are allowed for %j: %s (I10)", async (url, allowedHosts, reason) => {
  expect(await called(url, allowedHosts)).toMatchObject({ code: "EGRESS_REFUSED", details: { reason } });
});

test("a redirect cannot leave the hosts of the connection", async () => {
  const other = await serve((_, response) => void response.end());
  const first = await serve(
    (_, response) => void response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end(),
  );
  const { error } = await runNode(
    get,
    { url: `http://127.0.0.1:${first.port}/` },
    {
      allow: ["127.0.0.1"],
      connection: { type: typeWith(), fields: { key: "s3cret" }, allowedHosts: [`127.0.0.1:${first.port}`] },
    },
  );
  expect(error?.code).toBe("EGRESS_REFUSED");
  expect([first.requests.length, other.requests.length]).toEqual([1, 0]);
});

test("the stack's rules hold within the hosts of a connection", async () => {
  const { error } = await runNode(
    get,
    { url: "http://127.0.0.1:1/" },
    { connection: { type: typeWith(), fields: { key: "s3cret" }, allowedHosts: ["127.0.0.1"] } },
  );
  expect(error).toMatchObject({ code: "EGRESS_REFUSED", message: expect.stringMatching(/not a public address/) });
});

test.each<[string, Record<string, unknown>]>([
  ["fields that do not fit", { key: "s3cret", region: "s3cret" }],
  ["a field that is missing", { region: "eu" }],
  ["a secret that no header can carry", { key: "s3\ncret" }],
])("%s: the error names the connection and no value", async (_, values) => {
  const { error } = await runNode(
    get,
    { url: "https://example.com/" },
    { connection: { type: typeWith(), fields: values } },
  );
  expect(error).toMatchObject({ code: "CONNECTION_INVALID", retryable: false });
  expect(JSON.stringify([error?.message, error?.stack, error?.cause, error?.details])).not.toContain("cret");
});

test("every text of the secret fields is told, so that it can be taken out", () => {
  const type = defineConnection({
    ...{ type: "acme.many", title: "Many" },
    fields: z.object({
      a: secretField(z.string()),
      b: secretField(z.record(z.string(), z.array(z.string()))),
      c: z.string(),
    }),
  });
  expect(openConnection(type, { name: "n", fields: { a: "one", b: { x: ["two"] }, c: "plain" } }).secrets).toEqual([
    "one",
    "two",
  ]);
});
