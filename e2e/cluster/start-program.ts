import { join } from "node:path";
import { startProcess, type StartedProcess } from "@tempograph/local-stack";
import type { Release } from "./release.ts";

/** A process of the API or of a worker that has said that it is ready. */
export interface Program extends StartedProcess {
  /** What it printed when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Asks it to end, as a supervisor does, and never kills it. */
  terminate(): void;
}

/** Starts a program as an orchestrator does: nobody starts it again when it ends. */
export async function startProgram(name: "api" | "worker", release: Release, env: NodeJS.ProcessEnv): Promise<Program> {
  const ready = Promise.withResolvers<Record<string, unknown>>();
  const started = await startProcess({
    command: process.execPath,
    args: ["--conditions=@tempograph/source", join(release.folder, `packages/${name}/src/main.ts`)],
    env,
    cwd: release.folder,
    onLine(line, stream) {
      if (stream === "stdout" && line.startsWith('{"ready":true')) ready.resolve(JSON.parse(line) as object as never);
    },
  });
  void started.exited.then(({ code, signal }) =>
    ready.reject(new Error(`The ${name} of ${release.name} ended with ${String(signal ?? code)}:\n${started.tail()}`)),
  );
  return { ...started, ready: await ready.promise, terminate: () => void process.kill(started.pid, "SIGTERM") };
}
