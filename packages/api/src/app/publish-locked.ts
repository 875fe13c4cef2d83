import {
  findVersions,
  insertVersion,
  markPublished,
  setPublishedVersion,
  type Database,
  type VersionRecord,
  type WorkflowRecord,
} from "@tempograph/db";
import {
  INTERPRETER_VERSION,
  definitionHash,
  diffGraphs,
  freeze,
  type Definition,
  type Graph,
  type NodeTypeManifest,
  type Problem,
} from "@tempograph/graph";
import { ok, refuse, type Result } from "./app-error.ts";
import { checkDraft } from "./check-draft.ts";
import { knownNodeTypes } from "./known-node-types.ts";
import { invalidGraph } from "./read-draft.ts";
import type { SavedWorkflow } from "./saved-workflow.ts";

/** Publishes the draft of a workflow whose row this transaction has locked or inserted. */
export async function publishLocked(tx: Database, workflow: WorkflowRecord): Promise<Result<SavedWorkflow>> {
  const kept = await keepDraft(tx, workflow);
  if (!kept.ok) return kept;
  const { problems } = kept.value;
  const version = await markPublished(tx, kept.value.version);
  const published =
    workflow.publishedVersion === version.version
      ? workflow
      : await setPublishedVersion(tx, workflow.id, version.version);
  return ok({ workflow: published, version, problems: [...problems, ...withoutTriggers(workflow)] });
}

/**
 * Finds or makes the version with the draft's content: the published or the newest version if nothing but the workflow's name
 * differs, otherwise a new one. The caller holds the workflow's lock.
 */
export async function keepDraft(
  tx: Database,
  workflow: WorkflowRecord,
): Promise<Result<{ readonly version: VersionRecord; readonly problems: readonly Problem[] }>> {
  const types = await knownNodeTypes(tx);
  const { graph, problems, publishable } = checkDraft(workflow.draft, types, workflow);
  if (graph === null || !publishable) return refuse(invalidGraph(problems));
  const numbers = [...new Set([workflow.publishedVersion ?? 0, workflow.latestVersion])];
  for (const version of await findVersions(
    tx,
    numbers.map((number) => ({ workflowId: workflow.id, version: number })),
  ))
    if (saysTheSame(version, workflow, graph, types)) return ok({ version, problems });
  const number = workflow.latestVersion + 1;
  const definition = freeze({ graph, types, workflow: { id: workflow.id, name: workflow.name, version: number } });
  const version = await insertVersion(tx, {
    workflowId: workflow.id,
    version: number,
    graph,
    triggers: workflow.draft.triggers,
    definition,
    definitionHash: definitionHash(definition),
    interpreterVersion: INTERPRETER_VERSION,
  });
  return ok({ version, problems });
}

/** Whether the version was made from the same graph, layout included, and the same triggers, rules and node types. */
function saysTheSame(
  version: VersionRecord,
  { draft }: WorkflowRecord,
  graph: Graph,
  types: ReadonlyMap<string, NodeTypeManifest>,
): boolean {
  if (version.interpreterVersion !== INTERPRETER_VERSION) return false;
  if (!diffGraphs(version, { graph, triggers: draft.triggers }).identical) return false;
  const { workflow }: Definition = version.definition;
  return definitionHash(freeze({ graph, types, workflow })) === version.definitionHash;
}

function withoutTriggers({ name, draft }: WorkflowRecord): Problem[] {
  if (draft.triggers.length > 0) return [];
  return [
    {
      code: "NO_TRIGGER",
      severity: "warning",
      path: "/triggers",
      message: `The workflow ${JSON.stringify(name)} has no trigger, so no event starts it.`,
      hint: "Add a trigger, start the workflow by hand (`executionStart`), or call it from another workflow (`call_workflow`).",
    },
  ];
}
