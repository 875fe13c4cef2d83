import type { Sizes } from "../fill-statements.ts";

/** What the caller of the benchmark has asked for. */
export interface ScaleOptions {
  readonly sizes: Sizes;
  /** Where filled databases are kept. */
  readonly cacheDir: string;
  /** Calls of each list. */
  readonly calls: number;
  /** A list that is slow is asked no more after this time. */
  readonly mostMs: number;
  /** Only lists whose name contains this. */
  readonly only: string | undefined;
  readonly say: (line: string) => void;
}

export interface Measured {
  /** What stands under the section's name in the result. */
  readonly value: unknown;
  /** Parts of the section that could not be measured, with the reason. */
  readonly notMeasured?: Readonly<Record<string, string>>;
  /** More fields of the result. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** One field of the result. Sections are measured one after the other, and each ends all that it has started. */
export interface Section {
  measure(options: ScaleOptions): Promise<Measured>;
}
