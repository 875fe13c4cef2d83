import type { Arrivals } from "./arrivals.ts";
import type { Closes } from "./closes.ts";
import type { WallClock } from "./wall-clock.ts";

/** What a measurement needs in addition to the measured side. */
export type BenchRun = {
  readonly arrivals: Arrivals;
  readonly closes: Closes;
  readonly clock: WallClock;
  /** A new event number. */
  nextNumber(): number;
};
