import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments } from "../../arguments.ts";
import { median } from "../../measure/percentile.ts";
import { runBench } from "../../run-bench.ts";
import type { Section } from "./section.ts";

/** Milliseconds from the close of an execution in Temporal to its mirrored rows, with 32 executions in flight all the time. */
export const mirrorLagMs: Section = {
  async measure({ say }) {
    const dataDir = mkdtempSync(join(tmpdir(), "tempograph-bench-mirror-"));
    try {
      const args = readArguments(["--only", "tempograph", "--rounds", "3"]);
      const rounds = await runBench(args, dataDir, say);
      const of = (p: "p50" | "p99"): number =>
        Math.round(median(rounds.map(({ tempograph }) => tempograph!.throughput.mirrorLag![p])));
      return { value: { p50: of("p50"), p99: of("p99") } };
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};
