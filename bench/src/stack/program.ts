import { startProcess, type StartedProcess } from "@tempograph/local-stack";

export type Program = {
  readonly name: string;
  readonly pid: number;
  /** The JSON of its ready line on stdout. */
  readonly ready: Readonly<Record<string, unknown>>;
  stop(): Promise<unknown>;
};

const READY_WITHIN_MS = 120_000;

/** Runs a TypeScript file in a Node.js process of its own and waits for the line `{"ready":true,…}`. */
export async function startProgram(options: {
  readonly name: string;
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** The folder into which V8 CPU profiles of all its threads are written when it ends. */
  readonly profileDir?: string | undefined;
}): Promise<Program> {
  const { name, entry, logFile, profileDir } = options;
  const profiling = profileDir === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}/${name}`];
  let isReady: (line: Readonly<Record<string, unknown>>) => void = () => {};
  const ready = new Promise<Readonly<Record<string, unknown>>>((resolve) => (isReady = resolve));
  const started: StartedProcess = await startProcess({
    command: process.execPath,
    args: ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning", ...profiling, entry],
    env: { ...process.env, ...options.env },
    logFile,
    graceMs: 20_000,
    onLine(line, stream) {
      if (stream === "stdout" && line.startsWith('{"ready":true')) isReady(JSON.parse(line) as Record<string, unknown>);
    },
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The ${name} was not ready in time.\n${started.tail()}`)),
      READY_WITHIN_MS,
    );
  });
  const ended = started.exited.then((exit): never => {
    throw new Error(`The ${name} ended (${exit.signal ?? exit.code}) before it was ready.\n${started.tail()}`);
  });
  try {
    return { name, pid: started.pid, ready: await Promise.race([ready, late, ended]), stop: () => started.stop() };
  } catch (error) {
    await started.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
    late.catch(() => {});
  }
}
