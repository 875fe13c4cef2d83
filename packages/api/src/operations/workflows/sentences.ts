import type { Draft } from "@tempograph/graph";
import { findWorkflows } from "@tempograph/db";
import type { AppDeps } from "../../app/app-deps.ts";
import { ok, refuse, type Result } from "../../app/app-error.ts";
import { knownNodeTypes } from "../../app/known-node-types.ts";
import { loadDiffed } from "../../app/load-diffed.ts";
import { unknownWorkflow } from "../../app/saved-workflow.ts";
import { sentencesAnswer, sentencesJson, textWorkflowAnswer } from "../answers/sentences.ts";
import { id, input, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES } from "./workflow-body.ts";
import { workflowId } from "./workflow-input.ts";

async function sourceOf(deps: AppDeps, workflowId: string, version?: string): Promise<Result<Draft>> {
  const [found] = await findWorkflows(deps.db, [workflowId]);
  if (found === undefined) return refuse(unknownWorkflow(workflowId, "/workflowId"));
  const loaded = await loadDiffed(deps, found, version || "DRAFT", "/version");
  return loaded.ok ? ok({ graph: loaded.value.graph, triggers: loaded.value.triggers ?? [] }) : loaded;
}

export const workflowSentences = defineOperation({
  name: "workflowSentences",
  kind: "query",
  permission: "read",
  summary: "Read a workflow as sentences",
  description:
    "A workflow as text that people read and change, line by line, with the place of each value in the graph. `workflowFromText` reads the text again.",
  input: input("WorkflowSentencesQuery", "Which workflow.", {
    workflowId,
    version: optional(text("A version's number, `DRAFT` or `PUBLISHED`. Default: the draft.")),
  }),
  errors: ["validation", "notFound", "unavailable"],
  errorsAsData: true,
  result: { type: "WorkflowSentences" },
  rest: {
    method: "GET",
    path: "/workflows/:id/sentences",
    tag: "workflows",
    query: { version: "A version's number, `draft` or `published`. Default `draft`." },
    read({ params, query }) {
      return {
        workflowId: (params as { readonly id: string }).id,
        version: (query as { readonly version?: string }).version,
      };
    },
    answer: { schema: sentencesAnswer, from: (sentences) => sentences },
  },
  async run({ deps, caller }, { workflowId, version }) {
    const source = await sourceOf(deps, workflowId, version ?? undefined);
    if (!source.ok) return source;
    const { graph, triggers } = source.value;
    const types = await knownNodeTypes(deps.db);
    return ok(sentencesJson(await deps.compute.session(caller, (run) => run("sentencesOf", graph, triggers, types))));
  },
});

export const workflowFromText = defineOperation({
  name: "workflowFromText",
  kind: "query",
  permission: "read",
  summary: "Read a text as a workflow, without saving it",
  description:
    "Reads sentences as a graph with triggers, and returns what cannot be read with its place. Nothing is saved: send the graph to `workflowSaveDraft`.",
  input: input("WorkflowFromTextInput", "The text.", {
    text: text('Sentences, such as `When order.placed arrives: notify Sales "A new order".`'),
    workflowId: optional(
      id(
        "The workflow whose draft the text changes. What a text cannot say, such as positions of nodes, is taken from the draft.",
      ),
    ),
  }),
  arguments: "input",
  errors: ["validation", "notFound", "unavailable"],
  errorsAsData: true,
  result: { type: "TextWorkflow" },
  rest: {
    method: "POST",
    path: "/workflows/from-text",
    tag: "workflows",
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    answer: { schema: textWorkflowAnswer, from: (read) => read },
  },
  async run({ deps, caller }, { text, workflowId }) {
    const source = workflowId == null ? ok(null) : await sourceOf(deps, workflowId);
    if (!source.ok) return source;
    const types = await knownNodeTypes(deps.db);
    return ok(await deps.compute.session(caller, (run) => run("workflowOfText", text, types, source.value)));
  },
});
