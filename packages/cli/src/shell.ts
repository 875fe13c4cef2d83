import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** What the command line has from its surroundings. Tests bring one of their own. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes to stdout: the result of a command and nothing else. */
  out(text: string): void;
  /** Writes to stderr: errors, questions, progress. */
  err(text: string): void;
  /** Reads stdin to its end. */
  stdin(): string;
  /** Whether a person reads stderr. If not, nothing but errors is written there. */
  readonly terminal: boolean;
  /** Asks the person. Undefined if there is none to ask. What is typed is not shown if it is secret. */
  ask(question: string, secret?: boolean): Promise<string | undefined>;
  /** Is aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export function processShell(signal: AbortSignal): Shell {
  return {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: () => readFileSync(0, "utf8"),
    terminal: process.stderr.isTTY,
    signal,
    async ask(question, secret = false) {
      if (!process.stdin.isTTY) return undefined;
      if (secret) process.stderr.write(question);
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const output = secret ? nowhere : process.stderr;
      const lines = createInterface({ input: process.stdin, output, terminal: true });
      try {
        return await lines.question(secret ? "" : question, { signal });
      } finally {
        lines.close();
      }
    },
  };
}
