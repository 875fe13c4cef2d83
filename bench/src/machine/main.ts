import { parseArgs } from "node:util";
import { chain, fanOut } from "./shapes.ts";
import { usPerStep } from "./us-per-step.ts";

const SIZES = [10, 1_000, 10_000];

const HELP = `bench:machine: microseconds per step of the pure machine, expressions included.

  --json   the last line on stdout is one JSON object: { "usPerStep": { "chain": { "10": n, … }, "fanOut": { … } } }
`;

const { values } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean" } } });
if (values.help === true) {
  process.stdout.write(HELP);
} else {
  const result = { usPerStep: { chain: measure(chain), fanOut: measure(fanOut) } };
  if (values.json !== true) {
    for (const [shape, sizes] of Object.entries(result.usPerStep)) {
      for (const [size, us] of Object.entries(sizes)) process.stdout.write(`${shape} of ${size}: ${us} µs per step\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function measure(shape: typeof chain): Record<string, number> {
  return Object.fromEntries(SIZES.map((size) => [size, usPerStep(shape(size))]));
}
