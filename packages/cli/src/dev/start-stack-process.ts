import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export interface DevStack {
  readonly apiUrl: string;
  readonly token: string;
  readonly temporalUi: string | null;
  /** Lets the worker load its node packs again. */
  restartWorker(): void;
  /** Resolves with the exit code when the stack has ended. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

export interface DevStackOptions {
  readonly checkout: string;
  readonly dataDir: string;
  /** The folders of node packs. */
  readonly packs: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person reads what the stack says while it starts. */
  readonly terminal: boolean;
}

/** Starts the stack as a child process, and waits until it is up. It ends with this process, even after kill -9, because its stdin then closes. */
export async function startStackProcess(options: DevStackOptions): Promise<DevStack> {
  const { checkout, dataDir, packs, env, terminal } = options;
  const nodePacks = [env["TEMPOGRAPH_NODE_PACKS"], ...packs].filter(Boolean).join(",");
  let said = "";
  // The worker runs in the checkout, and would look for it there.
  const config = resolve("tempograph.config.json");
  const child = spawn(process.execPath, [join(checkout, "tools/run.mjs"), "dev-stack"], {
    env: {
      ...(existsSync(config) && { TEMPOGRAPH_CONFIG: config }),
      ...env,
      TEMPOGRAPH_DATA_DIR: dataDir,
      ...(nodePacks && { TEMPOGRAPH_NODE_PACKS: nodePacks }),
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (terminal) process.stderr.write(chunk);
    else said = `${said}${chunk.toString()}`.slice(-4_000);
  });
  // The stack may have ended when something is written to it.
  child.stdin.on("error", () => undefined);
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line") as Promise<[string]>, ended]);
  if (typeof first === "number")
    throw new Error(`The stack could not be started (exit code ${first}).${said && `\n${said}`}`);
  const { apiUrl, token, temporalUi } = JSON.parse(first[0]) as Pick<DevStack, "apiUrl" | "token" | "temporalUi">;
  return {
    ...{ apiUrl, token, temporalUi, ended },
    restartWorker: () => void child.stdin.write("restart worker\n"),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
