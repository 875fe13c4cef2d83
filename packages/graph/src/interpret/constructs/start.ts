import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { CORE_PACK } from "./core-pack.ts";

/** The beginning of an execution. Its output is the payload. */
export const start: Construct<null> = {
  manifest: {
    type: "start",
    title: "Start",
    description: "The execution begins here. The output is the payload of the event.",
    runs: "machine",
    input: { type: "object" },
    ports: ["out"],
    idempotent: true,
    sentence: ["start"],
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
