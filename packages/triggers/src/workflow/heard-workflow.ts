import { findWorkflowsToHear, type Database } from "@tempograph/db";
import type { Problem } from "@tempograph/graph";

/** The workflow that a trigger means by an id, a key or a name, or what is wrong with the text. `path` is its place in the trigger. */
export async function heardWorkflow(
  tx: Database,
  of: string,
  path: string,
): Promise<{ readonly found?: { readonly id: string; readonly name: string }; readonly problems: Problem[] }> {
  const found = await findWorkflowsToHear(tx, of);
  if (found.length === 1) return { found: found[0]!, problems: [] };
  if (found.length > 1)
    return {
      problems: [
        {
          ...{ code: "WORKFLOW_AMBIGUOUS", severity: "error", path },
          message: `Several workflows are called ${JSON.stringify(of)}.`,
          hint: `Write the id of one of them: ${found.map(({ id }) => id).join(", ")}.`,
        },
      ],
    };
  // Files that are applied together name each other by their keys, so one of them comes first.
  const isId = of.startsWith("wf_");
  return {
    problems: [
      {
        ...{ code: "WORKFLOW_UNKNOWN", severity: isId ? "error" : "warning", path },
        message: `The project has no workflow with the id, key or name ${JSON.stringify(of)}${isId ? "" : " yet; until it has one, the trigger hears nothing"}.`,
        hint: "Write the id, the key or the name of a workflow of this project.",
      },
    ],
  };
}
