import type { Measuring } from "../benchmark.ts";
import { hearArrivals } from "../measure/arrivals.ts";
import type { BenchRun } from "../measure/bench-run.ts";
import { openCloses } from "../measure/closes.ts";
import { WallClock } from "../measure/wall-clock.ts";
import type { BenchStack } from "../stack/start-bench-stack.ts";
import { watchMirror, type MirrorWatch } from "./mirror-watch.ts";

/** Opens what listens to a stack while it is measured: the calls that arrive, the closes of Temporal, and the mirror. */
export async function openBenchRun(
  stack: BenchStack,
  { atEnd }: Pick<Measuring, "atEnd">,
): Promise<{ readonly run: BenchRun; readonly mirror: MirrorWatch }> {
  const clock = new WallClock();
  const arrivals = await hearArrivals(String(stack.echo.ready["url"]));
  atEnd(arrivals.stop);
  const closes = await openCloses(stack.temporal.address, stack.temporal.namespace);
  atEnd(closes.stop);
  const mirror = await watchMirror(stack.postgres.url, clock.now);
  atEnd(mirror.stop);
  let number = 0;
  return { run: { arrivals, closes, clock, nextNumber: () => ++number }, mirror };
}
