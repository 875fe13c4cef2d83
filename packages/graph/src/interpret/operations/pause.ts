import { traceGate } from "../effects/trace-node.ts";
import type { Operation } from "../operation.ts";
import type { OperationRule } from "./operation-rule.ts";

/** Closes the gate: new side effects, timers and the end wait (rule 9). */
export const pause: OperationRule<Extract<Operation, { name: "pause" }>> = {
  check(run) {
    if (!run.paused) return null;
    return { code: "ALREADY_PAUSED", message: "The execution is already paused.", hint: "Resume it to continue." };
  },
  carryOut(run, _, by) {
    run.paused = true;
    traceGate(run, "paused", by.name);
  },
};
