import type { TraceEntry } from "./trace-entry.ts";

/**
 * Hash of a trace, entry by entry: the interpreter sends it with its result, the mirror computes its own from history,
 * and the two have to be the same (I3). Times do not count: after an eviction the SDK brings an empty workflow task
 * together with the next, at the later one's time. Two 32-bit FNV-1a lanes: it has to be cheap in the workflow sandbox and finds
 * accidents; it protects nobody against an attacker.
 */
export class TraceHasher {
  #a = 0x811c9dc5;
  #b = 0x01000193;
  readonly #withTimes: boolean;

  /** @param withTimes as executions hashed that began before times were left out */
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
