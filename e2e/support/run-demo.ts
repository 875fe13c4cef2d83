import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type DemoRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Demo = { readonly child: ChildProcess; readonly ended: Promise<DemoRun>; output(): string };

/** Runs the command of `npm run demo -- …` as a process that ends with its test, even if the test fails. */
export function startDemo(dataDir: string, ...args: string[]): Demo {
  const demo = demoProcess(dataDir, ...args);
  onTestFinished(() => void demo.child.kill("SIGKILL"));
  return demo;
}

/**
 * The process of the command, which the caller has to end. It runs without npm and with the path of this Node.js, because the `node` that a
 * package manager puts on PATH is a shell script, which would not pass signals on.
 */
export function demoProcess(dataDir: string, ...args: string[]): Demo {
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const child = spawn(process.execPath, ["tools/run.mjs", "demo", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, TEMPOGRAPH_DATA_DIR: dataDir },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<DemoRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended, output: () => stdout + stderr };
}

/** The JSON object that `--json` prints as the last line on stdout. */
export function reportOf({
  stdout,
  stderr,
}: DemoRun): Record<string, unknown> & { readonly steps: readonly Record<string, unknown>[] } {
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(last) as ReturnType<typeof reportOf>;
  } catch (error) {
    throw new Error(`The last line is no JSON: ${last}\n${stderr}`, { cause: error });
  }
}
