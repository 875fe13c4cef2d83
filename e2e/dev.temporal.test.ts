import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@tempograph/client";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

// `tempograph dev` as a person runs it: the stack with a folder of workflows and a node pack, both of which change meanwhile.

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "tempograph-dev-"));
const pack = join(home, "pack");
const example = join(ROOT, "examples/node-pack");
const lines: { event: string; [field: string]: unknown }[] = [];
let errors = "";
let child: ReturnType<typeof spawn>;
let ended: Promise<number | null>;

const graph = (text: string) => ({
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "slug", type: "slugify", data: { text } },
  ],
  edges: [{ id: "e", source: "start", target: "slug" }],
});
const write = (name: string, content: unknown) => writeFileSync(join(home, "workflows", name), JSON.stringify(content));
const said = (event: string, fields: object = {}) =>
  waitFor(() => lines.find((line) => line.event === event && Object.entries(fields).every(([k, v]) => line[k] === v)), {
    timeoutMs: 90_000,
    what: `${event} ${JSON.stringify(fields)}; stderr: ${errors}`,
  });

beforeAll(async () => {
  mkdirSync(join(home, "workflows"));
  cpSync(example, pack, { recursive: true, filter: (path) => !path.includes("node_modules") });
  symlinkSync(join(example, "node_modules"), join(pack, "node_modules"));
  write("greet.json", graph("Hello World"));
  const program = join(ROOT, "packages/cli/src/main.ts");
  const args = ["dev", "workflows", "--pack", "pack", "--checkout", ROOT, "--json"];
  child = spawn(process.execPath, ["--conditions=@tempograph/source", program, ...args], {
    cwd: home,
    env: { ...process.env, XDG_CONFIG_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  ended = new Promise((resolve) => child.once("exit", resolve));
  let rest = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    const texts = (rest + chunk.toString()).split("\n");
    rest = texts.pop()!;
    lines.push(...texts.map((text) => JSON.parse(text) as (typeof lines)[number]));
  });
  child.stderr!.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  await said("ready");
}, 180_000);
afterAll(async () => {
  child?.kill("SIGINT");
  await ended;
  rmSync(home, { recursive: true, force: true });
}, 60_000);

test("workflows and nodes are reloaded when their files change, an error leaves what was applied, and Ctrl-C ends everything", async () => {
  await said("applied", { key: "greet", action: "create" });
  const { contexts } = JSON.parse(readFileSync(join(home, "tempograph/contexts.json"), "utf8")) as {
    contexts: { dev: { url: string; token: string } };
  };
  const client = createClient(contexts.dev);
  const workflowId = (await client.workflows({ key: "greet" })).items[0]!.id;
  const output = async (): Promise<unknown> => {
    const { id } = await client.executionStart({ workflowId });
    for await (const _ of client.executionEvents({ id }));
    return (await client.execution({ id })).output;
  };
  expect(await output()).toEqual({ slug: { slug: "hello-world" } });

  writeFileSync(join(home, "workflows/greet.json"), "{");
  await waitFor(() => errors.includes("greet.json is not JSON"), { timeoutMs: 20_000, what: "the error" });
  write("greet.json", graph("Good bye"));
  await said("applied", { key: "greet", action: "update", version: 2 });
  expect(await output()).toEqual({ slug: { slug: "good-bye" } });

  const source = join(pack, "src/slugify.ts");
  writeFileSync(source, readFileSync(source, "utf8").replace("return { slug };", 'return { slug: slug + "!" };'));
  await said("reloaded");
  // The old worker finishes what it has, so its answer may come once more.
  await waitFor(async () => JSON.stringify(await output()) === '{"slug":{"slug":"good-bye!"}}', {
    timeoutMs: 60_000,
    what: "the changed node",
  });

  // A workflow that was made at the server stays, although it has a key and no file.
  await client.workflowCreate({ name: "Own", key: "own", graph: graph("x"), publish: true });
  write("second.json", graph("x"));
  await said("applied", { key: "second", action: "create" });
  rmSync(join(home, "workflows/second.json"));
  await said("applied", { key: "second", action: "archive" });
  expect((await client.workflows({ key: "own" })).items[0]).toMatchObject({ status: "active" });

  child.kill("SIGINT");
  expect(await ended).toBe(0);
  await expect(client.viewer()).rejects.toMatchObject({ code: "API_UNREACHABLE" });
}, 240_000);
