import type { Problem as GraphProblem } from "@tempograph/graph";
import type { Problem } from "../http/problem-json.ts";
import { bodyField, bodyFields, type Fields } from "./read-request.ts";

/**
 * What senders write: `{ name, description?, trigger | triggers?, graph | definition | nodes + edges, publish? }`.
 * `prefix` gives problems the places where things stood in this body.
 */
export function readWorkflowBody(input: unknown) {
  const body = bodyFields(input);
  const graphAt = ["graph", "definition"].find((key) => body[key] !== undefined && body[key] !== null);
  const top = body["nodes"] !== undefined || body["edges"] !== undefined;
  const triggerAt = ["triggers", "trigger"].find((key) => body[key] !== undefined && body[key] !== null);
  return {
    name: bodyField(body, "name", "string"),
    description: body["description"] === null ? null : bodyField(body, "description", "string"),
    draftRevision: bodyField(body, "draftRevision", "number"),
    publish: bodyField(body, "publish", "boolean"),
    graph: graphAt !== undefined ? body[graphAt] : top ? graphAtTop(body) : undefined,
    triggers: triggerAt === undefined ? undefined : body[triggerAt],
    prefix: prefixer(
      graphAt === undefined ? "" : `/${graphAt}`,
      triggerAt,
      triggerAt !== undefined && !Array.isArray(body[triggerAt]),
    ),
  };
}

/** A graph whose keys stand beside the workflow's own. */
function graphAtTop({ nodes, edges, settings }: Fields): Fields {
  return { nodes, edges, ...(settings !== undefined && { settings }) };
}

function prefixer(graph: string, triggers: string | undefined, single: boolean) {
  const place = (path: string): string => {
    if (path === "/triggers" || path.startsWith("/triggers/"))
      return `/${triggers ?? "triggers"}${path.slice(single ? "/triggers/0".length : "/triggers".length)}`;
    return graph !== "" && (path === "" || /^\/(nodes|edges|settings)(\/|$)/.test(path)) ? graph + path : path;
  };
  const each = (problems: readonly GraphProblem[]) =>
    problems.map((problem) => ({ ...problem, path: place(problem.path) }));
  return {
    saved: <T extends { readonly problems: readonly GraphProblem[] }>(saved: T) => ({
      ...saved,
      problems: each(saved.problems),
    }),
    problem: (problem: Problem): Problem => ({
      ...problem,
      ...(problem.path !== undefined && { path: place(problem.path) }),
      ...(problem.problems && { problems: each(problem.problems) }),
    }),
  };
}

export const workflowBodySchema = {
  type: "object",
  properties: {
    name: { type: "string", description: "What people call it." },
    description: { type: "string", description: "What it is for." },
    trigger: {
      description: "A JSONLogic condition over the payload, a trigger `{ eventType?, condition? }`, or a list of them.",
    },
    graph: {
      type: "object",
      description: "`{ nodes, edges }`. The same under `definition`, or `nodes` and `edges` at the top.",
    },
    publish: { type: "boolean", description: "Default true." },
    draftRevision: { type: "integer", description: "With PUT: refuse to overwrite what somebody else saved." },
  },
  examples: [
    {
      name: "Hot leads",
      trigger: { ">": [{ var: "lead.score" }, 80] },
      graph: {
        nodes: [
          { id: "start", type: "start", data: {} },
          {
            id: "notify",
            type: "send_notification",
            data: { toRole: "AE", message: "New lead: {{payload.lead.title}}" },
          },
        ],
        edges: [{ id: "e1", source: "start", target: "notify" }],
      },
    },
  ],
};
