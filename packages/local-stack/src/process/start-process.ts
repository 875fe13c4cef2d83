import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { endProcessByPid, sendSignal } from "./end-process.ts";
import { openLogFile } from "./log-file.ts";
import { watch } from "./watchdog.ts";

export type StartProcessOptions = {
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the child. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Every line the child writes, stdout and stderr. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** A file that holds the same lines, begun anew at each start. */
  readonly logFile?: string;
  /** Gives a Node.js child a channel to this process, and answers what the child sends over it. */
  readonly onMessage?: (message: unknown, reply: (answer: object) => void) => void;
  readonly stopSignal?: NodeJS.Signals;
  /** Milliseconds between the stop signal and SIGKILL. Default 5,000. */
  readonly graceMs?: number;
};

export type ProcessExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type StartedProcess = {
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  /** True once the process has ended. */
  hasExited(): boolean;
  /** The last lines it wrote, for an error message; and before them the reason, if it is a program of Go that broke off. */
  tail(): string;
  stop(): Promise<ProcessExit>;
  /** SIGKILL, at once. For tests of what happens then. */
  kill9(): Promise<ProcessExit>;
};

const TAIL_LINES = 40;
/** With this a program of Go begins to say why it breaks off. The stacks behind it have more lines than are kept. */
const GO_REASON = /^(?:panic|fatal error): /;

/**
 * Starts a child in a session of its own (a Ctrl-C at the terminal reaches only the parent, which then stops its
 * children in order) and under the watchdog (it ends when the parent dies). The files that it makes are closed to other accounts:
 * SQLite, for example, would make `temporal.db` readable for everybody.
 */
export async function startProcess(options: StartProcessOptions): Promise<StartedProcess> {
  const { stopSignal = "SIGTERM", graceMs = 5_000 } = options;
  const child = withUmask(0o077, () =>
    spawn(options.command, options.args ?? [], {
      stdio: ["ignore", "pipe", "pipe", options.onMessage === undefined ? "ignore" : "ipc"],
      detached: true,
      env: options.env ?? process.env,
      cwd: options.cwd,
      uid: options.uid,
      gid: options.gid,
    }),
  );
  const pid = await new Promise<number>((resolve, reject) => {
    child.once("spawn", () => resolve(child.pid as number));
    child.once("error", reject);
  });
  const care = watch(pid, stopSignal);
  const log = options.logFile === undefined ? undefined : openLogFile(options.logFile);
  const lines: string[] = [];
  let reason: string | undefined;
  for (const stream of ["stdout", "stderr"] as const) {
    createInterface({ input: child[stream] as Readable, crlfDelay: Infinity }).on("line", (line) => {
      lines.push(line);
      const gone = lines.length > TAIL_LINES ? lines.shift()! : "";
      if (GO_REASON.test(gone)) reason ??= gone;
      log?.write(line);
      options.onLine?.(line, stream);
    });
  }
  // A child that has just ended takes no answer any more.
  const reply = (answer: object): void => void (child.connected && child.send(answer, () => {}));
  child.on("message", (message) => options.onMessage?.(message, reply));
  let exit: ProcessExit | undefined;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("exit", (code, signal) => {
      exit = { code, signal };
      care.release();
    });
    child.once("close", () => {
      log?.close();
    });
    child.once("exit", () => resolve(exit as ProcessExit));
  });
  return {
    pid,
    exited,
    hasExited: () => exit !== undefined,
    tail: () => [...(reason === undefined ? [] : [reason, "…"]), ...lines].join("\n"),
    async stop() {
      if (exit === undefined) await endProcessByPid(pid, { signal: stopSignal, graceMs });
      return exited;
    },
    async kill9() {
      if (exit === undefined) sendSignal(pid, "SIGKILL");
      return exited;
    },
  };
}

/** A child inherits the umask that its parent has at the moment of the spawn, which is synchronous. */
function withUmask<T>(mask: number, work: () => T): T {
  const before = process.umask(mask);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}
