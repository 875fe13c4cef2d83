import type { Json } from "@tempograph/graph";
import type { MachineRun, Verdict } from "./machine-run.ts";
import type { ProjectionProblem } from "./projection.ts";
import type { WorkflowClose } from "./workflow-close.ts";

/** I3: the projection has to come to the end, the output and the trace that Temporal closed with. */
export function compareClose(
  close: WorkflowClose,
  run: MachineRun | null,
  refused: string | null,
): ProjectionProblem[] {
  // Ended from outside: the machine has no word in it.
  if (close.status === "terminated" || close.status === "timedOut") return [];
  if (run === null) {
    if (refused === null || close.status === "failed") return [];
    return [{ code: "MACHINE_FAILED", message: `The definition does not compile here: ${refused}` }];
  }
  const problems: ProjectionProblem[] = [];
  const expected = statusOf(run.verdict);
  if (expected !== close.status || !sameFailure(run.verdict, close)) {
    problems.push({
      code: "STATUS_DIFFERS",
      message: "The projection comes to another end than Temporal.",
      expected: describe(expected, run.verdict?.kind === "fail" ? run.verdict.failure.code : undefined),
      found: describe(close.status, close.failure?.code),
    });
  }
  if (run.verdict?.kind === "complete" && !sameJson(run.verdict.output, close.output)) {
    problems.push({
      code: "OUTPUT_DIFFERS",
      message: "The projection comes to another output than the interpreter.",
      expected: run.verdict.output,
      found: close.output,
    });
  }
  if (close.traceHash !== null && !run.agreesWith(close.traceHash)) {
    problems.push({
      code: "TRACE_DIFFERS",
      message: "The interpreter went through other changes than the projection of its history.",
      expected: run.traceHash,
      found: close.traceHash,
    });
  }
  return problems;
}

function statusOf(verdict: Verdict | null): string {
  if (verdict === null) return "running";
  if (verdict.kind === "complete") return verdict.status;
  return verdict.kind === "fail" ? "failed" : "cancelled";
}

function sameFailure(verdict: Verdict | null, close: WorkflowClose): boolean {
  return verdict?.kind !== "fail" || verdict.failure.code === close.failure?.code;
}

function describe(status: string, code: string | undefined): Json {
  return code === undefined ? { status } : { status, code };
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
