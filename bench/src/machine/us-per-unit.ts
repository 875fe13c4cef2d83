import type { Json } from "@tempograph/graph";
import type { Case } from "./cases.ts";
import { cpuUs } from "./cpu-us.ts";
import { execute } from "./execute.ts";
import { median } from "./median.ts";
import { program } from "./shapes.ts";

const PAYLOAD = { score: 90, name: "Ada" };
const SAMPLES = 7;
/** The least number of units in a sample, because some systems count CPU time in ticks of 10 ms. */
const SAMPLE_UNITS = 40_000;

/** Microseconds of CPU time per unit (a step or an item): the median of samples of whole executions, after one that is not counted. */
export function usPerUnit({ graph, payload, units, steps }: Case): number {
  const compiled = program(graph);
  const data: Json = { ...PAYLOAD, ...payload };
  const executions = Math.ceil(SAMPLE_UNITS / units);
  const sample = (): number =>
    cpuUs(() => {
      for (let index = 0; index < executions; index += 1) {
        const ran = execute(compiled, data);
        if (ran !== steps) throw new Error(`The bench's execution ran ${ran} steps, not ${steps}.`);
      }
    });
  sample();
  const samples = Array.from({ length: SAMPLES }, () => sample() / (executions * units));
  return Number(median(samples).toFixed(3));
}
