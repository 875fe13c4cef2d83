import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCli } from "../program.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Stdout as JSON. */
  json<T = unknown>(): T;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  /** The answers to questions, in order. Without one there is nobody to ask. */
  readonly answers?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Runs the command line in this process and returns what it wrote. */
export async function run(argv: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const answers = [...(surroundings.answers ?? [])];
  const code = await runCli(argv, {
    env: { HOME: "/nonexistent", ...surroundings.env },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    stdin: () => surroundings.stdin ?? "",
    terminal: surroundings.terminal ?? false,
    ask: (question) => {
      err += question;
      return Promise.resolve(answers.shift());
    },
    signal: surroundings.signal ?? new AbortController().signal,
  });
  return { code, out, err, json: <T>() => JSON.parse(out) as T };
}

/** A folder that is removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tempograph-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
