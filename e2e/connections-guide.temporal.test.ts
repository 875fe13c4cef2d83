import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage, runCommands } from "./support/page-examples.ts";
import { createWorkflow, runToEnd, startTestStack, type TestStack } from "./support/start-test-stack.ts";

// Runs the commands and the nodes of docs/guide/connections.md in their order, against a service on loopback in the place of example.com.
// A comment before a block says what is expected: `answers` the fields of the answer (… for any text), `sends` what the service gets.

const root = join(import.meta.dirname, "..");
const { page: guide, blocks, examples } = readPage("guide/connections.md");

let stack: TestStack;
let service: Server;
let origin: string;
const received: Record<string, string | undefined> = {};
/** Of the connection that was made last. */
let id = "";
let workflows = 0;
beforeAll(async () => {
  service = createServer((request, response) => {
    received[request.url!] = request.headers.authorization;
    const tokens = { access_token: "access-1", token_type: "bearer", expires_in: 3_600 };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(request.url === "/token" ? tokens : {}));
  });
  await new Promise<void>((listens) => service.listen(0, "127.0.0.1", listens));
  origin = `http://127.0.0.1:${String((service.address() as AddressInfo).port)}`;
  stack = await startTestStack({
    TEMPOGRAPH_EGRESS_ALLOW: new URL(origin).host,
    TEMPOGRAPH_SECRETS_ENV_PREFIX: "SECRET_{project}_",
    SECRET_main_CRM: "from-the-environment",
  });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  service?.closeAllConnections();
  service?.close();
}, 60_000);

const onLoopback = (text: string): string =>
  text.replaceAll(/https:\/\/(?:api|login)\.example\.com/g, origin).replaceAll("api.example.com", new URL(origin).host);

const rest = async (path: string): Promise<unknown> =>
  (await fetch(stack.apiUrl + path, { headers: { authorization: `Bearer ${stack.token}` } })).json();

/** Runs shell commands as a reader would, in the project's folder. */
async function shell(commands: string): Promise<string> {
  return await runCommands(stack, commands, { cwd: root, env: { ID: id, TEMPOGRAPH_DATA_DIR: stack.dataDir } });
}

test("the guide has its examples", () => {
  expect(examples.filter(({ what }) => what === "answers").length).toBeGreaterThanOrEqual(8);
  expect(examples.filter(({ what }) => what === "sends").length).toBeGreaterThanOrEqual(3);
});

test.each(examples)("the example at line $line", async (block) => {
  const { what } = block;
  const told = JSON.parse(block.told!) as Record<string, unknown>;
  const text = onLoopback(block.text);
  if (what === "answers") {
    const answer = JSON.parse(await shell(text)) as { readonly id?: string };
    const expected = Object.entries(told).map(([name, value]) => [name, value === "…" ? expect.any(String) : value]);
    expect(answer).toMatchObject(Object.fromEntries(expected));
    if (answer.id !== undefined) id = answer.id;
    return;
  }
  const node = JSON.parse(text) as { readonly id: string };
  const graph = { nodes: [{ id: "start", type: "start" }, node], edges: [{ source: "start", target: node.id }] };
  const name = `guide.${String((workflows += 1))}`;
  expect((await createWorkflow(stack, name, graph)).problems.filter(({ severity }) => severity === "error")).toEqual(
    [],
  );
  expect(await runToEnd(stack, name, {})).toMatchObject({ status: "COMPLETED", mirrorOk: true });
  expect(received).toMatchObject(told);
});

test("the commands of the rotation", async () => {
  const [rotate, rewrap, remove] = blocks
    .find(({ text }) => text.includes("npm run keys"))!
    .text.trim()
    .split("\n");
  const file = join(stack.dataDir, "keys/master-keys.json");
  const old = (JSON.parse(readFileSync(file, "utf8")) as { readonly current: string }).current;
  await shell(rotate!.replace("<file>", file));
  await shell(rewrap!);
  await shell(remove!.replace("<file>", file).replace("<id>", old));
  expect(Object.keys((JSON.parse(readFileSync(file, "utf8")) as { readonly keys: object }).keys)).not.toContain(old);
  expect(await runToEnd(stack, "guide.1", {})).toMatchObject({ status: "COMPLETED" });
});

test("the table of types is what the API lists", async () => {
  const types = (await rest("/connection-types")) as readonly {
    readonly type: string;
    readonly secretFields: readonly string[];
    readonly fields: { readonly properties: object };
  }[];
  const names = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
  // The plain fields of OAuth 2 have a section of their own.
  const plain = (type: string, fields: readonly string[]) => (type.startsWith("http.") ? fields.toSorted() : []);
  const rows = [...guide.matchAll(/^\| `((?:http|oauth2)\.\w+)` \|.*\|([^|\n]*)\|([^|\n]*)\|$/gm)].map(
    ([, type, secret, others]) => [type!, { secret: names(secret!), plain: plain(type!, names(others!)) }],
  );
  const listed = types
    .filter(({ type }) => /^(?:http|oauth2)\./.test(type))
    .map(({ type, secretFields, fields }) => {
      const others = Object.keys(fields.properties).filter((name) => !secretFields.includes(name));
      return [type, { secret: secretFields, plain: plain(type, others) }];
    });
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(listed));
});

test("each entry in the table of hosts is one that the API takes", async () => {
  const table = guide.slice(guide.indexOf("| entry | what may be called |"), guide.indexOf("* `usableBy` names"));
  const entries = [...table.matchAll(/^ *\| (`[^|]*`) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, entry]) => entry!),
  );
  expect(entries.length).toBeGreaterThanOrEqual(6);
  const body = { name: "hosts", type: "http.bearer", fields: { token: "t" }, allowedHosts: entries };
  const response = await fetch(`${stack.apiUrl}/connections`, {
    ...{ method: "POST", body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  expect(await response.json()).toMatchObject({ allowedHosts: entries });
});
