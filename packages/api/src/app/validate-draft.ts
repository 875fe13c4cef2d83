import { parseTriggers, type Problem } from "@tempograph/graph";
import type { AppDeps } from "./app-deps.ts";
import { checkDraft } from "./check-draft.ts";
import { knownNodeTypes } from "./known-node-types.ts";

/** What publishing would say, without saving anything. */
export async function validateDraft(
  { db }: AppDeps,
  draft: { readonly graph: unknown; readonly triggers: unknown },
): Promise<{ publishable: boolean; problems: readonly Problem[] }> {
  const { triggers, problems } = parseTriggers(draft.triggers);
  const checked = checkDraft({ graph: draft.graph, triggers }, await knownNodeTypes(db));
  const wrong = problems.some((problem) => problem.severity === "error");
  return { publishable: checked.publishable && !wrong, problems: [...problems, ...checked.problems] };
}
