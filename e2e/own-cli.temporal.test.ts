import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OwnMachine } from "./support/own-machine.ts";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// The command line as people have it: packed, installed with plain npm and the oldest Node.js, called with npx.

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const machine = new OwnMachine();
const work = join(machine.home, "work");
const files = join(machine.home, "files");
let stack: TestStack;

beforeAll(async () => {
  mkdirSync(work);
  machine.prepare();
  machine.sh(`npm run --silent pack:cli -- ${files}`, ROOT);
  machine.sh(`npm init -y >&2 && npm install --no-fund --no-audit ${files}/*.tgz`, work);
  stack = await startTestStack();
}, 300_000);
afterAll(async () => {
  machine.remove();
  await stack?.stop();
}, 30_000);

test("npx runs it, without a server too", () => {
  expect(machine.sh("npx tempograph --help", work)).toContain("The command line of Tempograph.");
  expect(machine.sh("npx tempograph --version", work)).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(machine.sh("npx tempograph completion bash", work)).toContain("complete ");
  expect(machine.sh("npx tempograph complete -- workflow pub", work)).toMatch(/^publish\t/);
});

test("the guide's commands work as printed", () => {
  const guide = readFileSync(join(ROOT, "docs/guide/cli.md"), "utf8");
  const blocks = [...guide.matchAll(/```sh\n([^]*?)```/g)].map(([, text]) => text!);
  expect(blocks.length).toBeGreaterThanOrEqual(2);
  writeFileSync(
    join(work, "graph.json"),
    JSON.stringify({ nodes: [{ id: "start", type: "start", data: {} }], edges: [] }),
  );
  const tokenFile = join(machine.home, "token");
  writeFileSync(tokenFile, stack.token);
  const bin = `export PATH=${join(work, "node_modules/.bin")}:$PATH\n`;
  for (const block of blocks) machine.sh(bin + block, work, { API: stack.apiUrl, TOKEN_FILE: tokenFile });
  const started = `tempograph workflow create --name Now --graph @graph.json --json > now.json
tempograph execution start "$(node -p 'JSON.parse(require("fs").readFileSync("now.json")).id')" --watch --json`;
  const lines = machine
    .sh(bin + started, work)
    .trim()
    .split("\n");
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ kind: "status", body: { status: "completed" } });
  // `head` closes the pipe early, which is no error.
  expect(machine.sh(`${bin}tempograph event list --json --all | head -c 1`, work)).toBe("{");
}, 120_000);

test("the packages contain only what they need, and publint and are-the-types-wrong find no problem", () => {
  const packed = readdirSync(files);
  expect(packed.map((file) => file.replace(/-\d.*/, "")).toSorted()).toEqual([
    "tempograph-cli",
    "tempograph-client",
    "tempograph-graph",
  ]);
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}` };
  for (const file of packed.map((name) => join(files, name))) {
    for (const [tool, ...args] of [
      ["publint", "run", file, "--strict"],
      ["attw", file, "--profile", "esm-only"],
    ] as const) {
      const { status, stdout, stderr } = spawnSync(join(ROOT, "node_modules/.bin", tool), args, {
        encoding: "utf8",
        env,
      });
      expect(status, `${tool} ${file}\n${stdout}${stderr}`).toBe(0);
    }
    const held = spawnSync("tar", ["-tzf", file], { encoding: "utf8" }).stdout.trim().split("\n");
    expect(held).toEqual(expect.arrayContaining(["package/LICENSE", "package/README.md", "package/dist/index.js"]));
    const other = held.filter(
      (path) => !/^package\/(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts))$/.test(path),
    );
    expect(other).toEqual([]);
  }
}, 120_000);
