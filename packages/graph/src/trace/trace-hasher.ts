import type { TraceEntry } from "./trace-entry.ts";

/**
 * Computes the hash of a trace, entry by entry. The interpreter returns its hash with the execution's result, the mirror
 * computes a hash of the trace that it derives from history, and the two must be equal (I3).
 *
 * The times of entries are left out: after the SDK has evicted an execution from its cache, it replays an empty workflow
 * task together with the next one, at the time of the later one.
 *
 * The hash consists of two 32-bit FNV-1a lanes, because it must be cheap in the workflow sandbox. It finds accidental
 * differences; it does not protect against an attacker.
 */
export class TraceHasher {
  #a = 0x811c9dc5;
  #b = 0x01000193;
  readonly #withTimes: boolean;

  /** @param withTimes true for executions that began when the hash still included the times */
  constructor(withTimes = false) {
    this.#withTimes = withTimes;
  }

  add(entries: readonly TraceEntry[]): void {
    for (const entry of entries) {
      const { path, kind, port = "", at, failure } = entry;
      this.#text(`${path}\n${kind}\n${port}\n${this.#withTimes ? `${at}\n` : ""}${failure?.code ?? ""}\n`);
    }
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return hex(this.#a) + hex(this.#b);
  }

  #text(text: string): void {
    let [a, b] = [this.#a, this.#b];
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ (code + index), 0x85ebca6b);
      b ^= b >>> 13;
    }
    this.#a = a;
    this.#b = b;
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
