import { spawn, spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { OLDEST_NODE, OwnMachine } from "./support/own-machine.ts";
import { processesOf } from "./support/processes-of.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
// The commands of the README are run as printed, with plain npm and the oldest Node.js.
const machine = new OwnMachine();
const { home } = machine;
const pack = join(home, "my-nodes");
const vendor = join(pack, "vendor");
afterAll(() => {
  machine.remove();
  queue.close();
});

const section = readFileSync(join(ROOT, "README.md"), "utf8").split("## A first node\n")[1]!.split("\n## ")[0]!;
const blocks = [...section.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language, text]) => ({ language, text: text! }));
const shells = blocks.filter(({ language }) => language === "sh").map(({ text }) => text);

// The source of the guide is part of the pack, too.
const guide = readFileSync(join(ROOT, "docs/guide/writing-a-node.md"), "utf8");
const [tickets] = /(?<=```ts\n)\/\/ tickets\.ts\n[^]*?(?=```)/.exec(guide)!;
const queue = ticketServer();

const personEnv = (): NodeJS.ProcessEnv => ({
  ...machine.env(),
  TEMPOGRAPH_DATA_DIR: join(home, "data"),
  TEMPOGRAPH_EGRESS_ALLOW: new URL(queue.url()).host,
});

/** Runs lines in bash and fails with their output. Returns stdout, and the folders in which the next lines begin. */
function sh(lines: string, cwd: string, oldpwd = cwd): { out: string; cwd: string; oldpwd: string } {
  const ended = join(home, "ended-in");
  const script = `set -eu\n${lines}\nprintf '%s\\n%s\\n' "$PWD" "$OLDPWD" > ${JSON.stringify(ended)}`;
  const env = { ...personEnv(), OLDPWD: oldpwd };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`bash ended with code ${status}:\n${lines}\n${stdout}${stderr}`);
  const [at = cwd, before = cwd] = readFileSync(ended, "utf8").split("\n");
  return { out: stdout, cwd: at, oldpwd: before };
}

/** The tickets that the guide's source reads: four, of which one answer has two. */
function ticketServer() {
  const asked: number[] = [];
  let answered = (): void => undefined;
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url!, "http://x").searchParams.get("after"));
    const found = [1, 2, 3, 4].filter((id) => id > after).slice(0, 2);
    response.end(JSON.stringify(found.map((id) => ({ id, subject: `Ticket ${id}` }))), () => {
      asked.push(after);
      answered();
    });
  });
  return {
    asked,
    listen: () => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)),
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onAnswer: (then: () => void) => (answered = then),
    close: () => server.close(),
  };
}

beforeAll(async () => {
  machine.prepare();
  await queue.listen();
}, 180_000);

test("the README's steps work as printed, and the demo's worker runs the pack's node in a graph, and its source for a trigger, each item once through kill -9", async () => {
  // Make the folder of the pack.
  let at = sh(shells[0]!, ROOT);
  expect(at.cwd).toBe(pack);
  for (const { language, text } of blocks) {
    const file = language === "ts" ? /^\/\/ (\S+)\n/.exec(text)?.[1] : undefined;
    if (file !== undefined) writeFileSync(join(pack, file), text);
  }
  const index = readFileSync(join(pack, "src/index.ts"), "utf8");
  writeFileSync(
    join(pack, "src/index.ts"),
    `import { tickets } from "./tickets.ts";\n${index.replace("nodes: [greet]", "nodes: [greet], sources: [tickets]")}`,
  );
  writeFileSync(join(pack, "src/tickets.ts"), tickets!);
  // Run the type check and the tests, then the demo in this repository.
  const [checks, demo] = [shells[1]!.split("\n").slice(0, -2).join("\n"), shells[1]!.split("\n").at(-2)!];
  expect(demo).toMatch(/npm run demo$/);
  at = sh(checks, at.cwd, at.oldpwd);
  expect(at.out).toMatch(/greet\.test\.ts/);
  expect(`${at.cwd}/`).toBe(ROOT);

  const running = spawn("bash", ["-c", `exec ${JSON.stringify("env")} ${demo}`], {
    cwd: at.cwd,
    env: personEnv(),
    detached: true,
  });
  const ended = new Promise((resolve) => running.once("close", resolve));
  let said = "";
  for (const stream of [running.stdout, running.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  onTestFinished(async () => {
    if (running.exitCode === null) process.kill(-running.pid!, "SIGINT");
    await ended;
  });
  await waitFor(() => said.includes("Ctrl-C stops everything") || running.exitCode !== null, {
    timeoutMs: 120_000,
    what: "the demo to be up",
  });
  expect(said).toContain("Ctrl-C stops everything");

  const api = /http:\/\/127\.0\.0\.1:\d+(?=\/graphiql)/.exec(said)![0];
  const token = readFileSync(join(home, "data/token"), "utf8").trim();
  const call = async <T = Record<string, never>>(path: string, body?: unknown): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(
      api + path,
      body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) },
    );
    expect(response.ok, `${path}: ${response.status}`).toBe(true);
    return (await response.json()) as T;
  };
  const node = JSON.parse(blocks.find(({ language }) => language === "json")!.text) as { id: string };
  const graph = {
    nodes: [{ id: "start", type: "start", data: {} }, node],
    edges: [{ id: "e1", source: "start", target: node.id }],
  };
  await call("/workflows", { name: "Greet", publish: true, triggers: [{ eventType: "greet.asked" }], graph });
  const event = await call("/events?type=greet.asked", { customer: "Ada" });
  const step = await waitFor(
    async () => {
      const { items } = (await call(`/executions?event_id=${event["id"]}`)) as unknown as { items: { id: string }[] };
      if (items[0] === undefined) return undefined;
      const steps = (await call(`/executions/${items[0].id}/steps`)) as unknown as {
        items: { path: string; status: string; output: unknown }[];
      };
      return steps.items.find(({ path, status }) => path === node.id && /completed|failed/i.test(status));
    },
    { timeoutMs: 30_000, what: "the step of the own node" },
  );
  expect(step).toMatchObject({ status: expect.stringMatching(/completed/i), output: { text: "Hello, Ada!" } });

  // The pack's source: the worker is killed as soon as it has an answer, so before or after it has stored the events.
  const worker = () => processesOf(join(home, "data")).find(({ command }) => /packages\/worker\/\S*main/.test(command));
  const doomed = worker()!.pid;
  queue.onAnswer(() => {
    if (queue.asked.length === 1) process.kill(doomed, "SIGKILL");
  });
  const input = { url: queue.url(), queue: "support" };
  const poll = { kind: "poll", id: "queue", config: { source: "acme_tickets", input, every: "1h", from: "beginning" } };
  const told = { ...graph, nodes: [graph.nodes[0], { ...node, data: { name: "{{payload.subject}}" } }] };
  const { id } = await call<{ id: string }>("/workflows", {
    name: "Tickets",
    publish: true,
    triggers: [poll],
    graph: told,
  });
  const trigger = `/workflows/${id}/triggers/queue`;
  await waitFor(() => queue.asked.length === 1 && worker() !== undefined && worker()!.pid !== doomed, {
    timeoutMs: 60_000,
    what: "another worker",
  });
  // What a pause begins anew waits neither for the hour nor for the lease of the dead worker.
  while (queue.asked.at(-1) !== 4) {
    const before = queue.asked.length;
    await call(`${trigger}/pause`, {});
    const isFollowed = async () => !(await call<{ following: boolean }[]>(`/workflows/${id}/triggers`))[0]!.following;
    await waitFor(isFollowed, { timeoutMs: 60_000, what: "the new worker to carry out the pause" });
    await call(`${trigger}/resume`, {});
    await waitFor(() => queue.asked.length > before, { timeoutMs: 30_000, what: "the next poll" });
  }
  type Execution = { id: string; status: string; output: { hello: { text: string } } };
  const greeted = await waitFor(
    async () => {
      const { items } = await call<{ items: Execution[] }>(`/executions?workflow_id=${id}`);
      return items.length >= 4 && items.every(({ status }) => status === "completed") && items;
    },
    { timeoutMs: 30_000, what: "the executions of the tickets" },
  );
  const outputs = await Promise.all(greeted.map((each) => call<Execution>(`/executions/${each.id}`)));
  expect(outputs.map(({ output }) => output.hello.text).toSorted()).toEqual(
    [1, 2, 3, 4].map((n) => `Hello, Ticket ${n}!`),
  );
  // Each poll went on where the last one that was stored had ended.
  expect(queue.asked.filter((after, index) => after < (queue.asked[index - 1] ?? 0))).toEqual([]);
}, 420_000);

const GRAPH_TEST = `
import { flow, shape } from "@tempograph/builder";
import { runGraph } from "@tempograph/nodes-sdk";
import { expect, test } from "vitest";
import { pack } from "./index.ts";

test("a graph of the builder runs with the pack's nodes", async () => {
  const { graph } = flow("Slugs", { payload: shape<{ title: string }>() })
    .step("slug", "slugify", ({ payload }) => ({ text: payload.title }))
    .end(({ steps }) => steps.slug.slug)
    .build();
  const run = await runGraph(graph, { data: { title: "Hello, World!" } }, { nodes: [pack] });
  expect(run).toMatchObject({ status: "completed", output: { end: "hello-world" } });
});

test("the types of a step are those of its node type", () => {
  // @ts-expect-error the input is called text
  flow("Wrong").step("slug", "slugify", { title: "x" });
});

test("the author's descriptions are in the schema", () => {
  const { schemas } = pack.nodes.find(({ type }) => type === "slugify")!;
  expect(JSON.stringify(schemas.input)).toContain("The text, such as a headline.");
});
`;

test("a copy of the example folder works with the packed files, and with the oldest zod of the peer range", () => {
  const copy = join(home, "copied");
  // Make the types for the builder, so that a step can name the pack's nodes.
  const nodeTypes = sh(`npm run --silent node-types -- ./examples/node-pack`, ROOT).out;
  const skipped = /node_modules|dist/;
  cpSync(join(ROOT, "examples/node-pack"), copy, {
    recursive: true,
    filter: (path) => !skipped.test(path.slice(ROOT.length)),
  });
  writeFileSync(join(copy, "src/graph.test.ts"), GRAPH_TEST);
  writeFileSync(join(copy, "src/node-types.ts"), nodeTypes);
  sh(`npm install --no-fund --no-audit ${vendor}/*.tgz && npm run check && npm test`, copy);
  sh(`npm install --no-fund --no-audit zod@4.0.0 && npm run check && npm test`, copy);
}, 300_000);

const tool = (name: string): string => join(ROOT, "node_modules/.bin", name);

test("publint and are-the-types-wrong find no problem in the packed packages, which contain only what they need", () => {
  const files = readdirSync(vendor).filter((file) => file.endsWith(".tgz"));
  expect(files.map((file) => file.replace(/-\d.*/, ""))).toEqual([
    "tempograph-builder",
    "tempograph-graph",
    "tempograph-nodes-sdk",
  ]);
  for (const file of files.map((name) => join(vendor, name))) {
    for (const [name, ...args] of [
      ["publint", "run", file, "--strict"],
      ["attw", file, "--profile", "esm-only"],
    ] as const) {
      const { status, stdout, stderr } = spawnSync(tool(name), args, {
        encoding: "utf8",
        env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}` },
      });
      expect(status, `${name} ${file}\n${stdout}${stderr}`).toBe(0);
    }
    const held = spawnSync("tar", ["-tzf", file], { encoding: "utf8" }).stdout.trim().split("\n");
    for (const wanted of ["LICENSE", "README.md", "package.json", "dist/index.js", "dist/index.d.ts"])
      expect(held).toContain(`package/${wanted}`);
    expect(
      held.filter((path) => !/^package\/(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts))$/.test(path)),
    ).toEqual([]);
    const manifest = JSON.parse(
      spawnSync("tar", ["-xzOf", file, "package/package.json"], { encoding: "utf8" }).stdout,
    ) as object;
    expect(manifest).toMatchObject({ license: "Apache-2.0", engines: { node: `>=${OLDEST_NODE}` } });
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|@tempograph\/source/);
  }
});
