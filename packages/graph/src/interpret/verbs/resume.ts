import { openGate } from "../batch/gate.ts";
import { traceGate } from "../step/trace-node.ts";
import type { Verb } from "../verb.ts";
import type { VerbRule } from "./verb-rule.ts";

/** Opens the gate: what was held goes out, in order (rule 9). */
export const resume: VerbRule<Extract<Verb, { name: "resume" }>> = {
  check(run) {
    if (run.paused) return null;
    return { code: "NOT_PAUSED", message: "The execution is not paused.", cure: "Nothing is left to do." };
  },
  carryOut(run, _, by) {
    run.paused = false;
    traceGate(run, "resumed", by.name);
    openGate(run);
  },
};
