import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "./tree/project-files.ts";

/** Makes a checkout with one program, in which the packages are not installed yet and an `npx` installs them. */
function checkout(program: string, options: { npx?: string } = {}): { root: string; bin: string } {
  const root = mkdtempSync(join(tmpdir(), "tempograph-run-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of ["tools/run.mjs", "tools/end-with-parent.mjs"]) cpSync(join(ROOT, file), join(root, file));
  writeFileSync(join(root, "package.json"), JSON.stringify({ packageManager: "pnpm@1.2.3" }));
  writeFileSync(join(root, "pnpm-lock.yaml"), "lock\n");
  mkdirSync(join(root, "examples/demo/src"), { recursive: true });
  writeFileSync(join(root, "examples/demo/src/main.ts"), program);
  const bin = join(root, "bin");
  mkdirSync(bin);
  const install = `mkdir -p node_modules/node/bin && ln -sf "${process.execPath}" node_modules/node/bin/node`;
  writeFileSync(join(bin, "npx"), `#!/bin/sh\n${options.npx ?? `echo installed "$@"; ${install}`}\n`, { mode: 0o755 });
  return { root, bin };
}

function start(root: string, bin: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(root, "tools/run.mjs"), ...args], {
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, line: async () => (await lines.next()).value as string | undefined, errors: () => errors };
}

test("it installs once, leaves stdout to the program, and passes arguments and exit code on", async () => {
  const { root, bin } = checkout(`console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;`);
  const first = start(root, bin, "demo", "--once", "--json");
  const firstExit = once(first.child, "exit");
  expect(await first.line()).toBe(`["--once","--json"]`);
  expect(await first.line()).toBeUndefined();
  expect(await firstExit).toEqual([7, null]);
  expect(first.errors()).toMatch(/installed -y pnpm@1\.2\.3 install --frozen-lockfile/);

  const second = start(root, bin, "demo");
  await once(second.child, "close");
  expect(second.errors()).toBe("");

  writeFileSync(join(root, "pnpm-lock.yaml"), "another lock\n");
  const third = start(root, bin, "demo");
  await once(third.child, "close");
  expect(third.errors()).toMatch(/installed/);
});

test("a failed installation is reported and is tried again the next time", () => {
  const { root, bin } = checkout("", { npx: "echo no network >&2; exit 3" });
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  const result = spawnSync(process.execPath, [join(root, "tools/run.mjs"), "demo"], { env, encoding: "utf8" });
  expect(result.status).toBe(3);
  expect(result.stderr).toMatch(/no network[^]*ended with code 3/);
  expect(existsSync(join(root, "node_modules/.tempograph-install"))).toBe(false);
});

const WAITING = `
  process.on("SIGINT", () => { console.log("SIGINT"); process.exit(4); });
  process.on("SIGTERM", () => { console.log("SIGTERM"); process.exit(5); });
  setInterval(() => {}, 1000);
  console.log(process.pid);
`;

test.for([
  ["SIGINT", 4],
  ["SIGTERM", 5],
] as const)("%s is passed on once, and the exit code is returned", async ([signal, code]) => {
  const { root, bin } = checkout(WAITING);
  const { child, line } = start(root, bin, "demo");
  await line();
  const exit = once(child, "exit");
  // The terminal and npm both send the signal.
  child.kill(signal);
  child.kill(signal);
  expect(await line()).toBe(signal);
  expect(await exit).toEqual([code, null]);
});

test("the program ends with its starter, even after kill -9", async () => {
  const { root, bin } = checkout(WAITING);
  const { child, line } = start(root, bin, "demo");
  await line();
  child.kill("SIGKILL");
  expect(await line()).toBe("SIGTERM");
});

test("without a program, or with an unknown one, it prints the list of programs", () => {
  const { root } = checkout("");
  for (const args of [[], ["nope"]]) {
    const result = spawnSync(process.execPath, [join(root, "tools/run.mjs"), ...args], { encoding: "utf8" });
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/demo .*the whole stack/);
    expect(result.stdout).toBe("");
  }
});
