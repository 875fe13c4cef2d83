import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestStack } from "./start-test-stack.ts";

/** A block of code in a page of the documentation. */
interface Block {
  /** What the comment before the block says: `<!-- answers: { "ok": true } -->` is `answers`, and the JSON is `told`. */
  readonly what: string | undefined;
  readonly told: string | undefined;
  readonly text: string;
  /** The block's line in the page. */
  readonly line: number;
}

const BLOCK = /(?:<!-- (\w+)(?:: ([^\n]*))? -->\s*)?```\w+\n([^]*?)```/g;

/** A page in `docs` with its blocks of code. Those before which a comment says what they are, are examples for a test to run. */
export function readPage(file: string) {
  const page = readFileSync(join(import.meta.dirname, "../../docs", file), "utf8");
  const blocks = [...page.matchAll(BLOCK)].map(([, what, told, text = ""]): Block => ({
    ...{ what, told, text },
    line: page.slice(0, page.indexOf(text)).split("\n").length,
  }));
  return { page, blocks, examples: blocks.filter(({ what }) => what !== undefined) };
}

/** Runs shell commands as a reader of a page would, who has set API and TOKEN. Returns what they print. */
export async function runCommands(
  { apiUrl, token }: Pick<TestStack, "apiUrl" | "token">,
  commands: string,
  { cwd, env }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", commands], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, API: apiUrl, TOKEN: token, ...env },
  });
  return stdout;
}
