import { parseArgs } from "node:util";
import { perItem, perStep, type Case } from "./cases.ts";
import { chain, fanOut, loops } from "./shapes.ts";
import { usPerUnit } from "./us-per-unit.ts";
import { validateMs } from "./validate-ms.ts";

const HELP = `bench:machine: microseconds per step, or per item of a loop, of the pure machine, expressions included.

  --json        the last line on stdout is one JSON object:
                { "usPerStep": { "chain": { "10": n, … }, "fanOut": { … } },
                  "forEach": { "1000": n, "10000": n }, "nested": { … },   µs per item; nested: by items in all
                  "validateMs": { "10000": n } }                           the slowest of three graphs of 10,000 nodes
  --only <name> one shape alone: chain, fanOut, forEach, nested, validate
`;

const { values } = parseArgs({
  options: { json: { type: "boolean" }, only: { type: "string" }, help: { type: "boolean" } },
});
if (values.help === true) {
  process.stdout.write(HELP);
} else {
  const result = {
    usPerStep: measureAll(perStep, "step"),
    ...measureAll(perItem, "item"),
    validateMs: wants("validate") ? { 10_000: validated(10_000) } : {},
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function measureAll(shapes: Readonly<Record<string, readonly Case[]>>, unit: string): Record<string, object> {
  const all: Record<string, Record<string, number>> = {};
  for (const [shape, cases] of Object.entries(shapes)) {
    if (!wants(shape)) continue;
    all[shape] = {};
    for (const one of cases) {
      const us = usPerUnit(one);
      all[shape][one.size] = us;
      tell(`${shape} of ${one.size}: ${us} µs per ${unit}`);
    }
  }
  return all;
}

function validated(size: number): number {
  const times = { chain: validateMs(chain(size)), fanOut: validateMs(fanOut(size)), loops: validateMs(loops(size)) };
  for (const [shape, ms] of Object.entries(times)) tell(`validate a ${shape} of ${size} nodes: ${ms} ms`);
  return Math.max(...Object.values(times));
}

function wants(shape: string): boolean {
  return values.only === undefined || values.only === shape;
}

function tell(line: string): void {
  if (values.json !== true) process.stdout.write(`${line}\n`);
}
