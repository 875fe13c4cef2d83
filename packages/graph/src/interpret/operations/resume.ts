import { releaseHeld } from "../effects/gate.ts";
import { traceGate } from "../effects/trace-node.ts";
import type { Operation } from "../operation.ts";
import type { OperationRule } from "./operation-rule.ts";

/** Opens the gate: the held commands are sent, in order (rule 9). */
export const resume: OperationRule<Extract<Operation, { name: "resume" }>> = {
  check(run) {
    if (run.paused) return null;
    return { code: "NOT_PAUSED", message: "The execution is not paused.", hint: "Nothing is left to do." };
  },
  carryOut(run, _, by) {
    run.paused = false;
    traceGate(run, "resumed", by.name);
    releaseHeld(run);
  },
};
