import { median } from "../../measure/percentile.ts";
import type { Round } from "../../report/result.ts";
import { runProgram } from "./run-program.ts";
import type { Section } from "./section.ts";

/** Milliseconds from the close of an execution in Temporal to its mirrored rows, with 32 executions in flight all the time. */
export const mirrorLagMs: Section = {
  async measure() {
    const { rounds } = (await runProgram("main.ts", ["--only", "tempograph", "--rounds", "3"])) as {
      readonly rounds: readonly Pick<Round, "tempograph">[];
    };
    const of = (p: "p50" | "p99"): number =>
      Math.round(median(rounds.map(({ tempograph }) => tempograph.throughput.mirrorLag![p])));
    return { value: { p50: of("p50"), p99: of("p99") } };
  },
};
