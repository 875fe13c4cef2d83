import { validateGraph, type Graph, type Problem } from "@tempograph/graph";
import { cpuUs } from "./cpu-us.ts";
import { median } from "./median.ts";
import { types } from "./shapes.ts";

const ROUNDS = 5;

/** Milliseconds of CPU time to validate a graph, which has to be without errors. */
export function validateMs(graph: Graph): number {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let problems: readonly Problem[] = [];
    const us = cpuUs(() => {
      problems = validateGraph({ graph, types });
    });
    samples.push(us / 1_000);
    const error = problems.find(({ severity }) => severity === "error");
    if (error !== undefined) throw new Error(`The bench's graph is invalid: ${error.code} at ${error.path}.`);
  }
  return Math.round(median(samples));
}
