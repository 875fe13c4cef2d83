import type { WorkflowRecord } from "@tempograph/db";
import { parseGraph, type DiffedGraph } from "@tempograph/graph";
import type { AppDeps } from "./app-deps.ts";
import { invalidInput, ok, refuse, type Result } from "./app-error.ts";
import { getVersion } from "./get-version.ts";
import { invalidGraph } from "./read-draft.ts";

/** Loads one side of a comparison: a version by its number, `DRAFT`, or `PUBLISHED`, which is the draft if nothing is published. */
export async function loadDiffed(
  deps: AppDeps,
  workflow: WorkflowRecord,
  which: string,
  path: string,
): Promise<Result<DiffedGraph>> {
  const { publishedVersion } = workflow;
  const name = which.toUpperCase();
  if (name === "DRAFT" || (name === "PUBLISHED" && publishedVersion === null)) {
    // A draft may be stored with problems, but a graph that cannot be read cannot be compared.
    const { graph, problems } = parseGraph(workflow.draft.graph);
    return graph === null ? refuse(invalidGraph(problems)) : ok({ graph, triggers: workflow.draft.triggers });
  }
  const number = name === "PUBLISHED" ? publishedVersion : Number(which);
  if (number === null || !Number.isInteger(number) || number < 1 || number > 2_147_483_647)
    return refuse(
      invalidInput(
        path,
        `${JSON.stringify(which.slice(0, 100))} is not a version.`,
        "Give a version's number, or DRAFT.",
      ),
    );
  const version = await getVersion(deps, workflow.id, number);
  if (!version.ok) return refuse({ ...version.error, path });
  return ok({ graph: version.value.graph, triggers: version.value.triggers });
}
