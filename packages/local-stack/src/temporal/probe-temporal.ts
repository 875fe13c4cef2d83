import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The full path of a program on PATH, or undefined. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const file = join(folder, name);
    if (isExecutable(file)) return file;
  }
  return undefined;
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The version that `temporal --version` tells, such as "1.8.2", or undefined when the file is no working Temporal CLI. */
export async function probeTemporal(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(file, ["--version"], { timeout: 20_000 });
    return /temporal version v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** Whether a found CLI can run the dev server as Tempograph starts it. */
export async function runsOurDevServer(file: string): Promise<boolean> {
  try {
    const { stdout } = await run(file, ["server", "start-dev", "--help"], { timeout: 20_000 });
    const needed = ["--dynamic-config-value", "--sqlite-pragma", "--search-attribute", "--ui-disable-news-fetch"];
    return needed.every((flag) => stdout.includes(flag));
  } catch {
    return false;
  }
}
