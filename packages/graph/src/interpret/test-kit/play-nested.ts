import type { Program } from "../state/program.ts";
import { answerOf, isCallerType } from "../../conformance/answers.ts";
import type { NestedRun } from "../../conformance/arbitrary-nested.ts";
import { probeOutcome } from "../../conformance/probe.ts";
import { scenarioEvent, scenarioProgram } from "../../conformance/run-scenario.ts";
import { FINAL_KINDS } from "../../conformance/scenario.ts";
import { runLocally, type LocalRunOptions, type LocalRunResult } from "../../simulate/local-runner.ts";
import { watchedMachine, type Continuations, type WatchedBatch } from "./watched-machine.ts";

export interface Played extends LocalRunResult {
  readonly program: Program;
  readonly batches: readonly WatchedBatch[];
  readonly continuations: number;
}

/**
 * Runs a nested random graph on the local runner with a watched machine.
 *
 * @param changes options of the runner that replace those of the run
 */
export async function playNested(
  run: NestedRun,
  changes: Partial<LocalRunOptions> = {},
  how: Continuations = {},
): Promise<Played> {
  const { signals, replies, operations, cancelAfterMs } = run;
  const program = scenarioProgram(run.name, run.graph, how.limits);
  const machine = watchedMachine(program, how);
  const result = await runLocally(program, scenarioEvent(run.payload), {
    runStep: (step, attempt) =>
      isCallerType(step.type) ? { output: answerOf(run, step) } : probeOutcome(step.input, attempt),
    signals,
    replies,
    operations,
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...changes,
    machine,
  });
  return { ...result, program, batches: machine.batches, continuations: machine.continuations() };
}

/** Everything that a driver sees of a run. */
export function seenOf({ status, output, failure, trace, operationResults, tookMs }: LocalRunResult): unknown {
  return { status, output, failure, trace, operationResults, tookMs };
}

/** How an execution and its steps ended, independent of the order. */
export function endOf({ status, output, failure, trace }: LocalRunResult): unknown {
  const ends = trace.flatMap(({ path, kind, port, output: given, failure: why }) =>
    FINAL_KINDS.has(kind) ? [{ path, kind, port, given, code: why?.code }] : [],
  );
  return { status, output, code: failure?.code, ends: ends.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}
