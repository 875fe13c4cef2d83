import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type DemoRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/**
 * `npm run demo -- …` without npm: the same command that the script holds, as a process of its own. By the path of this
 * Node.js: the `node` that a package manager puts on PATH is a shell script, which would keep signals to itself.
 * Ended with its test, whatever becomes of that.
 */
export function startDemo(
  dataDir: string,
  ...args: string[]
): { readonly child: ChildProcess; readonly ended: Promise<DemoRun>; output(): string } {
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
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, ended, output: () => stdout + stderr };
}

/** What `--json` promises: the last line on stdout. */
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
