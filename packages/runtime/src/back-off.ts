export interface BackOffRange {
  /** The first wait, in ms. */
  readonly minMs: number;
  /** No wait is longer, in ms. */
  readonly maxMs: number;
}

/**
 * How long to wait, in ms, before the try that follows the `failures`-th failure in a row (counted from 1). The wait
 * doubles with each failure. Half of it is random, so that many processes do not come back in one wave.
 */
export function backOffMs(failures: number, { minMs, maxMs }: BackOffRange): number {
  return Math.min(minMs * 2 ** (failures - 1), maxMs) * (0.5 + Math.random() / 2);
}
