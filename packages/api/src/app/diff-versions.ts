import { findWorkflows, type WorkflowRecord } from "@tempograph/db";
import { diffGraphs, parseGraph, type DiffedGraph, type GraphDiff } from "@tempograph/graph";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { getVersion } from "./get-version.ts";
import { invalidGraph } from "./read-draft.ts";
import { unknownWorkflow } from "./saved-workflow.ts";

export interface DiffVersionsInput {
  readonly workflowId: string;
  /** A version's number, or `DRAFT`. */
  readonly from: string;
  readonly to: string;
}

/** What changed between two versions of a workflow, or a version and the draft. */
export async function diffVersions(deps: AppDeps, input: DiffVersionsInput): Promise<Result<GraphDiff>> {
  const [workflow] = await findWorkflows(deps.db, [input.workflowId]);
  if (workflow === undefined) return refuse({ ...unknownWorkflow(input.workflowId), path: "/workflowId" });
  const from = await load(deps, workflow, input.from, "/from");
  if (!from.ok) return from;
  const to = await load(deps, workflow, input.to, "/to");
  return to.ok ? ok(diffGraphs(from.value, to.value)) : to;
}

async function load(
  deps: AppDeps,
  workflow: WorkflowRecord,
  which: string,
  path: string,
): Promise<Result<DiffedGraph>> {
  if (which.toUpperCase() === "DRAFT") {
    // A draft may be stored with problems, but what cannot be read cannot be compared.
    const { graph, problems } = parseGraph(workflow.draft.graph);
    return graph === null ? refuse(invalidGraph(problems)) : ok({ graph, triggers: workflow.draft.triggers });
  }
  const number = Number(which);
  if (!Number.isInteger(number) || number < 1 || number > 2_147_483_647)
    return refuse({
      code: "INVALID_INPUT",
      message: `${JSON.stringify(which.slice(0, 100))} is no version.`,
      path,
      hint: "Give a version's number, or DRAFT.",
    });
  const version = await getVersion(deps, workflow.id, number);
  if (!version.ok) return refuse({ ...version.error, path });
  return ok({ graph: version.value.graph, triggers: version.value.triggers });
}
