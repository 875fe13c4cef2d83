import type { Shell } from "../shell.ts";
import { harmless } from "./plain-text.ts";

/** Writes results: for people as text, with `--json` as one document, or as one line per entry of a stream. */
export class Printer {
  readonly json: boolean;
  readonly #shell: Shell;

  constructor(shell: Shell, json: boolean) {
    this.#shell = shell;
    this.json = json;
  }

  /** The result of a command. */
  result(value: unknown, text: () => string): void {
    this.#shell.out(this.json ? `${JSON.stringify(value ?? null)}\n` : harmless(text()));
  }

  /** An entry of a stream. */
  entry(value: unknown, text: () => string): void {
    this.#shell.out(this.json ? `${JSON.stringify(value)}\n` : `${harmless(text())}\n`);
  }

  /** How far a command is, on one line that the next one replaces. The empty text removes it. */
  progress(text: string): void {
    if (this.#shell.terminal && !this.json) this.#shell.err(`\r\u001b[K${harmless(text)}`);
  }

  /** Progress and advice. A program that reads the output gets neither. */
  note(text: string): void {
    if (this.#shell.terminal && !this.json) this.#shell.err(`${harmless(text)}\n`);
  }
}
