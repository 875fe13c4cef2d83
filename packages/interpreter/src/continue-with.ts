import { continueAsNew } from "@temporalio/workflow";
import { startArguments, type ExecutionStart, type MachineState, type StartArguments } from "@tempograph/graph/machine";

/** Goes on in a new run with a short history (rule 9). Never returns. The machine has seen to it that the state travels. */
export async function continueWith(start: ExecutionStart, state: MachineState, traceHash: string): Promise<never> {
  const { seed: _, resume, ...rest } = start;
  const next: ExecutionStart = { ...rest, resume: { state, traceHash, run: (resume?.run ?? 1) + 1 } };
  return continueAsNew<(...args: StartArguments) => Promise<never>>(...startArguments(next));
}
