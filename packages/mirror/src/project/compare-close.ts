import type { Json } from "@tempograph/graph";
import type { MachineRun, EndCommand } from "./machine-run.ts";
import type { ProjectionProblem } from "./projection.ts";
import type { WorkflowClose } from "./workflow-close.ts";

/**
 * Reports where the projection's status, output or trace differ from those with which Temporal closed the run (I3). The trace is compared
 * only if the same code closed the run (`isOurs`): another release may describe the same changes in other words.
 */
export function compareClose(
  close: WorkflowClose,
  run: MachineRun | null,
  refused: string | null,
  isOurs = true,
): ProjectionProblem[] {
  // The run was ended from outside, so the machine's state does not show it.
  if (close.status === "terminated" || close.status === "timedOut") return [];
  if (run === null) {
    if (refused === null || close.status === "failed") return [];
    return [{ code: "MACHINE_FAILED", message: `The definition does not compile here: ${refused}` }];
  }
  const problems: ProjectionProblem[] = [];
  const expected = statusOf(run.end);
  if (expected !== close.status || !sameFailure(run.end, close)) {
    problems.push({
      code: "STATUS_DIFFERS",
      message: "The projection ends with a different status than Temporal.",
      expected: describe(expected, run.end?.kind === "fail" ? run.end.failure.code : undefined),
      found: describe(close.status, close.failure?.code),
    });
  }
  if (run.end?.kind === "complete" && !sameJson(run.end.output, close.output)) {
    problems.push({
      code: "OUTPUT_DIFFERS",
      message: "The projection gives a different output than the interpreter.",
      expected: run.end.output,
      found: close.output,
    });
  }
  if (isOurs && close.traceHash !== null && !run.agreesWith(close.traceHash)) {
    problems.push({
      code: "TRACE_DIFFERS",
      message: "The interpreter's trace differs from that of its history's projection.",
      expected: run.traceHash,
      found: close.traceHash,
    });
  }
  return problems;
}

function statusOf(end: EndCommand | null): string {
  if (end === null) return "running";
  if (end.kind === "complete") return end.status;
  return end.kind === "fail" ? "failed" : "cancelled";
}

function sameFailure(end: EndCommand | null, close: WorkflowClose): boolean {
  return end?.kind !== "fail" || end.failure.code === close.failure?.code;
}

function describe(status: string, code: string | undefined): Json {
  return code === undefined ? { status } : { status, code };
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
