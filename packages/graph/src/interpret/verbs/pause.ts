import { traceGate } from "../step/trace-node.ts";
import type { Verb } from "../verb.ts";
import type { VerbRule } from "./verb-rule.ts";

/** Closes the gate (rule 9). */
export const pause: VerbRule<Extract<Verb, { name: "pause" }>> = {
  check(run) {
    if (!run.paused) return null;
    return { code: "ALREADY_PAUSED", message: "The execution is paused already.", cure: "Resume it to go on." };
  },
  carryOut(run, _, by) {
    run.paused = true;
    traceGate(run, "paused", by.name);
  },
};
