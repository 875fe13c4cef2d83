import { continueAsNew } from "@temporalio/workflow";
import type { ExecutionStart, MachineState } from "@tempograph/graph/machine";

/** Goes on in a new run with a short history (rule 9). Never returns. The machine has seen to it that the state travels. */
export async function continueWith(start: ExecutionStart, state: MachineState, traceHash: string): Promise<never> {
  const { seed: _, resume, ...rest } = start;
  const next: ExecutionStart = { ...rest, resume: { state, traceHash, run: (resume?.run ?? 1) + 1 } };
  return continueAsNew<(next: ExecutionStart) => Promise<never>>(next);
}
