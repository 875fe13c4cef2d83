import { findWorkflows } from "@tempograph/db";
import { parseTriggers, type Simulated } from "@tempograph/graph";
import type { AppDeps } from "../app-deps.ts";
import { invalidInput, ok, refuse, type Result } from "../app-error.ts";
import { getVersion } from "../get-version.ts";
import { invalidGraph } from "../read-draft.ts";
import { unknownWorkflow } from "../saved-workflow.ts";
import type { SimulateInput } from "./read-simulation.ts";

/** Loads the graph that was sent, or a workflow's draft or version. */
export async function loadSimulated(deps: AppDeps, input: SimulateInput): Promise<Result<Simulated>> {
  const { workflowId, version, graph } = input;
  if ((workflowId == null) === (graph == null))
    return refuse(
      invalidInput(
        "/graph",
        "Exactly one of `graph` and `workflowId` is required.",
        "Send `graph` to simulate a graph, or `workflowId` to simulate a workflow.",
      ),
    );
  if (workflowId == null) {
    const { triggers, problems } = parseTriggers(input.triggers);
    if (problems.some(({ severity }) => severity === "error")) return refuse(invalidGraph(problems));
    return ok({ draft: { graph, triggers }, workflow: { id: "none", name: "simulation" } });
  }
  if (version == null) {
    const [workflow] = await findWorkflows(deps.db, [workflowId]);
    if (workflow === undefined) return refuse(unknownWorkflow(workflowId, "/workflowId"));
    const { id, name, draft } = workflow;
    return ok({ draft, workflow: { id, name } });
  }
  const found = await getVersion(deps, workflowId, version);
  if (!found.ok) return found;
  return ok({ definition: found.value.definition, triggers: found.value.triggers });
}
