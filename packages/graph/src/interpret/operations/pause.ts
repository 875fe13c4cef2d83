import { traceGate } from "../effects/trace-node.ts";
import type { Operation } from "../operation.ts";
import type { OperationRule } from "./operation-rule.ts";

/** Closes the gate (rule 9). */
export const pause: OperationRule<Extract<Operation, { name: "pause" }>> = {
  check(run) {
    if (!run.paused) return null;
    return { code: "ALREADY_PAUSED", message: "The execution is paused already.", hint: "Resume it to go on." };
  },
  carryOut(run, _, by) {
    run.paused = true;
    traceGate(run, "paused", by.name);
  },
};
