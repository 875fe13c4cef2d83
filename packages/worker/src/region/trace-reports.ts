import type { TraceEntry } from "@tempograph/graph";

/** A region that has ended by then is reported by the interpreter alone. */
const REPORT_AFTER_MS = 100;

/** Reports the changes in a region that takes long while it runs, for live updates: a few of them together, not each. */
export class TraceReports {
  readonly #report: (entries: readonly TraceEntry[]) => void;
  #entries: TraceEntry[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(report: (entries: readonly TraceEntry[]) => void) {
    this.#report = report;
  }

  add(entries: readonly TraceEntry[]): void {
    for (const entry of entries) this.#entries.push(entry);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const some = this.#entries;
      this.#entries = [];
      this.#report(some);
    }, REPORT_AFTER_MS).unref();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
