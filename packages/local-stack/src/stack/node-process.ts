import { StartError } from "../start-error.ts";
import { openLogFile } from "../process/log-file.ts";
import type { StartProcessOptions } from "../process/start-process.ts";
import { superviseProcess, type SupervisedProcess, type SupervisorEvent } from "../process/supervise-process.ts";

/** The single line that a process prints on stdout when it is ready: `{ "ready": true, … }`. */
export type ReadyLine = Readonly<Record<string, unknown>> & { readonly ready: true };

export type NodeProcessEvent =
  | SupervisorEvent
  | { readonly kind: "ready"; readonly pid: number; readonly line: ReadyLine };

export type NodeProcessOptions = {
  readonly name: string;
  /** The file that Node.js runs. */
  readonly entry: string;
  /** Read anew at each start. */
  readonly env: NodeJS.ProcessEnv;
  /** Holds what every run of this process wrote since the stack was started. */
  readonly logFile: string;
  readonly graceMs: number;
  readonly readyWithinMs: number;
  /** The environment variable that says on which port it listens. */
  readonly portVariable: string;
  readonly onEvent?: (event: NodeProcessEvent) => void;
  /** Answers what the program sends over its channel to this process. Absent: it has no channel. */
  readonly onMessage?: StartProcessOptions["onMessage"];
};

export type NodeProcess = { readonly process: SupervisedProcess; readonly ready: ReadyLine };

const TAIL_LINES = 15;

/**
 * Starts a Node.js program under supervision and waits until it says that it is ready. A program that ends before
 * that is not started again: the error contains its last lines of output.
 */
export async function startNodeProcess(options: NodeProcessOptions): Promise<NodeProcess> {
  const { name, entry, env, logFile, graceMs, readyWithinMs } = options;
  // One file for all runs, because after a crash people look for the log of the run that crashed.
  const log = openLogFile(logFile);
  const tail: string[] = [];
  let pid = 0;
  let isUp = false;
  let takenPort: string | undefined;
  let start: { ready(line: ReadyLine): void; failed(reason: string): void } | undefined;
  const firstReady = new Promise<ReadyLine>((resolve, reject) => {
    start = {
      ready: resolve,
      failed: (reason) =>
        reject(
          takenPort === undefined
            ? new Error(`The ${name} ${reason}.\n${tail.join("\n")}\nIts log is ${logFile}.`)
            : portTaken(options, takenPort),
        ),
    };
  });
  firstReady.catch(() => {});
  const timer = setTimeout(() => start?.failed(`was not ready within ${readyWithinMs / 1000} s`), readyWithinMs);

  const supervised = await superviseProcess({
    name,
    command: process.execPath,
    args: ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning", entry],
    env,
    graceMs,
    ...(options.onMessage !== undefined && { onMessage: options.onMessage }),
    onLine(text, stream) {
      log.write(text);
      tail.push(text);
      takenPort ??= /EADDRINUSE: address already in use (\S+?:\d+)/.exec(text)?.[1];
      if (tail.length > TAIL_LINES) tail.shift();
      const line = stream === "stdout" ? readyLine(text) : undefined;
      if (line === undefined) return;
      isUp = true;
      start?.ready(line);
      options.onEvent?.({ kind: "ready", pid, line });
    },
    onEvent(event) {
      if (event.kind === "started") pid = event.pid;
      // The lines that it wrote last arrive after the news of its end.
      if (event.kind === "exited")
        setImmediate(() => start?.failed(`ended with ${ending(event.exit)} before it was ready`));
      // The supervisor means to start it again, but the start fails instead: nobody should read that it is started again.
      if (isUp || event.kind !== "restarting") options.onEvent?.(event);
    },
  });
  void supervised.ended.finally(() => log.close()).catch(() => {});
  try {
    return { process: supervised, ready: await firstReady };
  } catch (error) {
    await supervised.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** `address`: host and port. */
function portTaken({ name, portVariable }: NodeProcessOptions, address: string): StartError {
  return new StartError(
    "PORT_IN_USE",
    `The ${name} cannot listen on ${address}: another process uses that port.`,
    `Set ${portVariable} to a free port, leave it out to have one chosen, or stop the other process.`,
  );
}

function ending(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal === null ? `code ${exit.code}` : exit.signal;
}

function readyLine(text: string): ReadyLine | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return (value as { ready?: unknown }).ready === true ? (value as ReadyLine) : undefined;
  } catch {
    return undefined;
  }
}
