import openapiTS, { astToString } from "openapi-typescript";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

let stack: TestStack;
let folder: string;
beforeAll(async () => {
  stack = await startTestStack();
  // The folder is inside the package, so that the package's dependencies are found.
  const cache = join(import.meta.dirname, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "client-"));
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stack?.stop();
}, 30_000);

const graph = { nodes: [{ id: "wait", type: "delay", data: { duration: "1h" } }], edges: [] };

/** The code that a user of the generated types would write. */
const CLIENT = `
import createClient from "openapi-fetch";
import type { paths } from "./tempograph.d.ts";

export async function tour(baseUrl: string, token: string, graph: { [key: string]: unknown }) {
  const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });
  const created = await client.POST("/workflows", { body: { name: "typed", graph, trigger: { eventType: "typed" } } });
  if (created.error) throw new Error(created.error.detail);
  const version: number | null = created.data.version;
  const started = await client.POST("/executions", {
    body: { workflowId: created.data.id, data: { n: 1 } },
  });
  const id = started.data?.id ?? "";
  const terminated = await client.POST("/executions/{id}/terminate", { params: { path: { id } }, body: { reason: "seen" } });
  const listed = await client.GET("/executions", {
    params: { query: { workflow_id: created.data.id, status: ["terminated"], count: true } },
  });
  const status: "terminated" | "running" | undefined | string = terminated.data?.status;
  const missing = await client.GET("/events/{id}", { params: { path: { id: "evt_nobody" } } });
  return { version, status, total: listed.data?.totalCount, missing: missing.error?.type };
}
// @ts-expect-error there is no such path
void (async () => await createClient<paths>().GET("/nowhere"));
`;

test("a client that is generated from the document compiles, and answers have the generated types", async () => {
  const document = await (await fetch(`${stack.apiUrl}/openapi.json`)).text();
  writeFileSync(join(folder, "tempograph.d.ts"), astToString(await openapiTS(document)));
  writeFileSync(join(folder, "client.ts"), CLIENT);
  const compilerOptions = {
    ...{ noEmit: true, strict: true, module: "nodenext", target: "es2024", lib: ["es2024", "dom", "dom.iterable"] },
    ...{ allowImportingTsExtensions: true, types: [] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["client.ts"] }));
  const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", folder], { stdio: "inherit" });
  const { tour } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, "client.ts")).href)) as {
    tour: (url: string, token: string, graph: object) => Promise<unknown>;
  };
  expect(await tour(stack.apiUrl, stack.token, graph)).toEqual({
    version: 1,
    status: "terminated",
    total: 1,
    missing: "/errors/NOT_FOUND",
  });
});
