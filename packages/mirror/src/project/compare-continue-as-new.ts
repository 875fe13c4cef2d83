import { canonicalJson, type Json } from "@tempograph/graph";
import type { MachineRun } from "./machine-run.ts";
import type { ProjectionProblem } from "./projection.ts";
import type { WorkflowClose } from "./workflow-close.ts";

/**
 * Reports where the state that the next run begins with differs from the one that this run's history leads to (I3). Trace and state are
 * compared only if the same code ended the run (`isOurs`).
 */
export function compareContinueAsNew(
  { resume }: WorkflowClose,
  run: MachineRun | null,
  isOurs = true,
): ProjectionProblem[] {
  if (run === null || resume === null) return [];
  if (run.end?.kind !== "continueAsNew") {
    return [
      {
        code: "STATUS_DIFFERS",
        message: "The interpreter continued as new, but the projection of its history does not.",
        expected: { kind: run.end?.kind ?? "running" },
        found: { kind: "continueAsNew" },
      },
    ];
  }
  if (!isOurs) return [];
  if (!run.agreesWith(resume.traceHash)) {
    return [
      {
        code: "TRACE_DIFFERS",
        message: "The interpreter's trace differs from that of its history's projection.",
        expected: run.traceHash,
        found: resume.traceHash,
      },
    ];
  }
  // The order of fields is not part of the state, and may differ between versions of the worker.
  const expected = canonicalJson(run.snapshot());
  const found = canonicalJson(resume.state);
  if (expected === found) return [];
  const at = [...expected].findIndex((character, index) => character !== found[index]);
  return [
    {
      code: "STATE_DIFFERS",
      message: "The next run begins with a different state than the projection of this run ends with.",
      expected: excerpt(expected, at),
      found: excerpt(found, at),
    },
  ];
}

function excerpt(text: string, at: number): Json {
  return text.slice(Math.max(0, at - 60), at + 60);
}
