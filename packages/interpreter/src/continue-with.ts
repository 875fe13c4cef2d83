import { continueAsNew } from "@temporalio/workflow";
import { startArguments, type ExecutionStart, type MachineState, type StartArguments } from "@tempograph/graph/machine";
import type { OperationGuard } from "./operation-guard.ts";

/**
 * Continues as new: the next run starts with a short history and with the machine's state (rule 9). Never returns. The machine
 * has made sure that nothing is open whose result would not reach the next run.
 */
export async function continueWith(
  start: ExecutionStart,
  state: MachineState,
  traceHash: string,
  guard: OperationGuard,
): Promise<never> {
  const { seed: _, resume, ...rest } = start;
  const carriedOut = guard.remembered(Date.now());
  const next: ExecutionStart = {
    ...rest,
    resume: { state, traceHash, run: (resume?.run ?? 1) + 1, ...(carriedOut.length > 0 && { carriedOut }) },
  };
  return continueAsNew<(...args: StartArguments) => Promise<never>>(...startArguments(next));
}
