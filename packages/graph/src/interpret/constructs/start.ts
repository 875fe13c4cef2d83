import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { CORE_PACK } from "./core-pack.ts";

/** Where an execution begins; gives the payload to whoever reads `steps.start`. */
export const start: Construct<null> = {
  manifest: {
    type: "start",
    title: "Start",
    description: "Where an execution begins. Its output is the event's payload.",
    runs: "machine",
    input: { type: "object" },
    ports: ["out"],
    idempotent: true,
    pack: CORE_PACK,
    example: {},
  },
  fieldsOnly: true,
  begins: true,
  compile: () => ({ compiled: null, references: [] }),
  enter(run, scope, node) {
    endNode(run, scope, node, "out", run.event!.data);
  },
};
