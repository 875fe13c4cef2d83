import {
  countOpenByVersion,
  findWorkflows,
  listVersions,
  listWorkflows,
  type VersionRecord,
  type WorkflowRecord,
} from "@tempograph/db";
import { parseTriggers, type DiffedGraph, type Problem } from "@tempograph/graph";
import { ok, refuse, type Result } from "../../app/app-error.ts";
import { getVersion } from "../../app/get-version.ts";
import { knownParts } from "../../app/known-parts.ts";
import { loadDiffed } from "../../app/load-diffed.ts";
import { unknownWorkflow } from "../../app/saved-workflow.ts";
import { problemAnswer } from "../answers/problem.ts";
import { diffAnswer, openExecutionsAnswer, versionAnswer, workflowAnswer, workflowJson } from "../answers/workflow.ts";
import { triggerProblems } from "@tempograph/triggers";
import { z } from "zod";
import { flag, id, input, json, listOf, optional, text, whole } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";
import { placeInBody } from "./workflow-body.ts";
import { triggerInput, workflowId } from "./workflow-input.ts";

export const workflow = defineOperation({
  name: "workflow",
  kind: "query",
  permission: "read",
  summary: "Get a workflow with its draft",
  description: "The workflow with this id. Null if there is none.",
  input: input("WorkflowQuery", "Which workflow.", { id: workflowId }),
  errors: ["notFound"],
  result: { type: "Workflow?" },
  nullWhenMissing: true,
  rest: {
    method: "GET",
    path: "/workflows/:id",
    tag: "workflows",
    answer: { schema: workflowAnswer, from: workflowJson },
  },
  async run({ deps: { db } }, { id }) {
    const [found] = await findWorkflows(db, [id]);
    return found === undefined ? refuse(unknownWorkflow(id)) : ok(found);
  },
});

export const workflows = defineList({
  name: "workflows",
  permission: "read",
  summary: "List workflows, the newest first",
  description: "Workflows, the newest first.",
  input: input("WorkflowsQuery", "Which workflows.", {
    archived: optional(flag("true: only archived ones; false: only active ones. Default: both.")),
    key: optional(text("Only the one with this key.")),
    search: optional(text("A part of the name. Upper and lower case do not matter.")),
  }),
  of: "Workflow",
  newestFirst: true,
  cursor: "id",
  keyOf: (w: WorkflowRecord) => w.id,
  large: ["description", "draft"],
  rows: ({ deps: { db } }, { archived, key, search }, page) =>
    listWorkflows(db, { archived: archived ?? undefined, key: key ?? undefined, search: search ?? undefined }, page),
  rest: { path: "/workflows", tag: "workflows", item: workflowAnswer, items: (rows) => rows.map(workflowJson) },
});

/** How many executions still run on which version, so that somebody can see when an old one is no longer used. */
export const workflowOpenExecutions = defineOperation({
  name: "workflowOpenExecutions",
  kind: "query",
  permission: "read",
  summary: "Count the open executions of each version",
  description:
    "How many executions of a workflow have not ended, for each version that has any, the newest version first. The newest 10,000 are counted.",
  input: input("WorkflowOpenExecutionsQuery", "Of which workflow.", { id: workflowId }),
  errors: ["notFound"],
  result: { type: "[OpenExecutions]" },
  rest: {
    method: "GET",
    path: "/workflows/:id/open-executions",
    tag: "workflows",
    answer: { schema: z.object({ items: z.array(openExecutionsAnswer) }), from: (items) => ({ items }) },
  },
  async run({ deps: { db } }, { id }) {
    const [found] = await findWorkflows(db, [id]);
    return found === undefined ? refuse(unknownWorkflow(id)) : ok(await countOpenByVersion(db, id));
  },
});

export const workflowVersions = defineList({
  name: "workflowVersions",
  permission: "read",
  summary: "List published versions, the newest first",
  description: "Published versions, the newest first.",
  input: input("WorkflowVersionsQuery", "Of which workflow.", { id: workflowId }),
  of: "WorkflowVersion",
  within: "Workflow.versions",
  newestFirst: true,
  cursor: "number",
  keyOf: (v: VersionRecord) => String(v.version),
  large: ["graph", "triggers", "definition"],
  rows: ({ deps: { db } }, { id }, page) => listVersions(db, id, page),
  rest: {
    path: "/workflows/:id/versions",
    tag: "workflows",
    item: versionAnswer,
    items: (rows) => rows,
    missing: async ({ deps: { db } }, { id }) => ((await findWorkflows(db, [id]))[0] ? undefined : unknownWorkflow(id)),
  },
});

export const workflowVersion = defineOperation({
  name: "workflowVersion",
  kind: "query",
  permission: "read",
  summary: "Get a published version",
  description: "A published version.",
  input: input("WorkflowVersionQuery", "Which version.", {
    workflowId,
    version: whole("The number of the version: 1, 2, 3 …"),
  }),
  errors: ["notFound"],
  errorsAsData: true,
  result: { type: "WorkflowVersion" },
  rest: {
    method: "GET",
    path: "/workflows/:id/versions/:version",
    tag: "workflows",
    read({ params }) {
      const { id, version } = params as { readonly id: string; readonly version: string };
      return { workflowId: id, version: Number(version) };
    },
    answer: { schema: versionAnswer, from: (version) => version },
  },
  run: ({ deps }, { workflowId, version }) => getVersion(deps, workflowId, version),
});

export const workflowDiff = defineOperation({
  name: "workflowDiff",
  kind: "query",
  permission: "read",
  summary: "Compare two versions of a workflow",
  description: "The differences between two versions of a workflow, or between a version and the draft.",
  input: input("WorkflowDiffQuery", "What to compare.", {
    workflowId,
    from: id("The older side: a version's number, or `DRAFT`."),
    to: id("The newer side: a version's number, or `DRAFT`."),
  }),
  errors: ["validation", "notFound", "unavailable"],
  errorsAsData: true,
  result: { type: "WorkflowDiff" },
  rest: {
    method: "GET",
    path: "/workflows/:id/diff",
    tag: "workflows",
    query: {
      from: "A version's number, or `draft`. Default: the published version.",
      to: "A version's number, or `draft`. Default `draft`.",
    },
    read({ params, query }) {
      const { from = "published", to = "draft" } = query as { readonly from?: string; readonly to?: string };
      return { workflowId: (params as { readonly id: string }).id, from: from || "published", to: to || "draft" };
    },
    answer: { schema: diffAnswer, from: (diff) => diff },
  },
  async run({ deps, caller }, input) {
    const [found] = await findWorkflows(deps.db, [input.workflowId]);
    if (found === undefined) return refuse(unknownWorkflow(input.workflowId, "/workflowId"));
    const from = await loadDiffed(deps, found, input.from, "/from");
    if (!from.ok) return from;
    const to = await loadDiffed(deps, found, input.to, "/to");
    if (!to.ok) return to;
    // A record of the database holds more than the threads need.
    const comparable = ({ graph, triggers }: DiffedGraph): DiffedGraph => ({ graph, triggers });
    return ok(
      await deps.compute.session(caller, (run) => run("diffGraphs", comparable(from.value), comparable(to.value))),
    );
  },
});

/** The id of a workflow that is not made yet: no other workflow has it. */
const NEW_WORKFLOW = "wf_new";
const isError = ({ severity }: Problem): boolean => severity === "error";
const isTriggerError = (problem: Problem): boolean => isError(problem) && problem.path.startsWith("/triggers");
const errorsFirst = (a: Problem, b: Problem): number => Number(isError(b)) - Number(isError(a));

interface CheckedGraph {
  readonly publishable: boolean;
  readonly problems: readonly Problem[];
}

export const validateGraph = defineOperation({
  name: "validateGraph",
  kind: "query",
  permission: "read",
  summary: "Check a graph without saving it",
  description: "Checks a graph without saving it, and returns its problems.",
  input: input("ValidateGraphInput", "What to check.", {
    graph: json("The graph: `{ nodes, edges, settings? }`."),
    triggers: optional(listOf(triggerInput, "Triggers that are checked with the graph.")),
    workflowId: optional(
      id(
        "The workflow whose draft it is: it keeps its own addresses, and may use its connections. Default: a new one.",
      ),
    ),
  }),
  errors: ["validation", "unavailable"],
  result: {
    payload: "ValidateGraphPayload",
    description: "The problems that publishing would report.",
    fields: {
      publishable: {
        type: "Boolean",
        description: "Whether there is no problem of severity `ERROR`.",
        from: ({ publishable }: CheckedGraph) => publishable,
      },
      problems: {
        type: "[Problem]",
        description: "All problems, errors first.",
        from: ({ problems }: CheckedGraph) => [...problems],
      },
    },
  },
  rest: {
    method: "POST",
    path: "/workflows/validate",
    tag: "workflows",
    place: placeInBody,
    answer: {
      schema: z.object({ publishable: z.boolean(), problems: z.array(problemAnswer) }),
      from: (checked) => checked,
    },
  },
  async run({ deps: { db, compute }, caller }, draft): Promise<Result<CheckedGraph>> {
    const { triggers, problems } = parseTriggers(draft.triggers ?? []);
    const { graph } = draft;
    const parts = await knownParts(db, { graph, triggers });
    const checked = await compute.session(caller, (run) => run("checkDraft", { graph, triggers }, parts));
    const found = [...problems, ...checked.problems];
    // Connections and addresses are looked up for triggers whose form is right, as it is when they are published.
    if (!found.some(isTriggerError))
      found.push(...(await triggerProblems(db, { workflowId: draft.workflowId ?? NEW_WORKFLOW, triggers })));
    return ok({ publishable: !found.some(isError), problems: found.toSorted(errorsFirst) });
  },
});
