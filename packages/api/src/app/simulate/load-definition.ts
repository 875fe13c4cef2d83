import { findWorkflows } from "@tempograph/db";
import {
  freeze,
  parseTriggers,
  type Definition,
  type NodeTypeManifest,
  type Problem,
  type Trigger,
} from "@tempograph/graph";
import type { AppDeps } from "../app-deps.ts";
import { ok, refuse, type Result } from "../app-error.ts";
import { checkDraft } from "../check-draft.ts";
import { getVersion } from "../get-version.ts";
import { invalidGraph } from "../read-draft.ts";
import { unknownWorkflow } from "../saved-workflow.ts";
import type { SimulateInput } from "./read-simulation.ts";

/** What is simulated: the definition that an execution would have, and its triggers. */
export interface Loaded {
  readonly definition: Definition;
  readonly triggers: readonly Trigger[];
  readonly problems: readonly Problem[];
}

/** Loads the graph that was sent, or a workflow's draft or version. A graph that could not be published is refused with its problems. */
export async function loadDefinition(
  deps: AppDeps,
  input: SimulateInput,
  types: ReadonlyMap<string, NodeTypeManifest>,
): Promise<Result<Loaded>> {
  const { workflowId, version, graph } = input;
  if ((workflowId == null) === (graph == null))
    return refuse({
      code: "INVALID_INPUT",
      message: "Exactly one of `graph` and `workflowId` is required.",
      path: "/graph",
      hint: "Send `graph` to simulate a graph, or `workflowId` to simulate a workflow.",
    });
  if (workflowId == null) {
    const { triggers, problems } = parseTriggers(input.triggers);
    if (problems.some(({ severity }) => severity === "error")) return refuse(invalidGraph(problems));
    return freezeDraft({ graph, triggers }, { id: "none", name: "simulation" }, types);
  }
  if (version == null) {
    const [workflow] = await findWorkflows(deps.db, [workflowId]);
    if (workflow === undefined) return refuse({ ...unknownWorkflow(workflowId), path: "/workflowId" });
    return freezeDraft(workflow.draft, workflow, types);
  }
  const found = await getVersion(deps, workflowId, version);
  if (!found.ok) return found;
  return ok({ definition: found.value.definition, triggers: found.value.triggers, problems: [] });
}

function freezeDraft(
  draft: { readonly graph: unknown; readonly triggers: readonly Trigger[] },
  workflow: { readonly id: string; readonly name: string },
  types: ReadonlyMap<string, NodeTypeManifest>,
): Result<Loaded> {
  const { graph, problems, publishable } = checkDraft(draft, types, workflow);
  if (graph === null || !publishable) return refuse(invalidGraph(problems));
  const definition = freeze({ graph, types, workflow: { id: workflow.id, name: workflow.name, version: 0 } });
  return ok({ definition, triggers: draft.triggers, problems });
}
