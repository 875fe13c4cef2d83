import { limits } from "@tempograph/graph";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { bodyField, bodyFields, checkNames, headerText, type Fields } from "../../http/read-body.ts";
import { savedAnswer } from "../answers/workflow.ts";
import type { triggerInput } from "./workflow-input.ts";

// Reads the body for a workflow in REST, which senders may write in several ways.

export const MAX_GRAPH_BODY_BYTES = limits.MAX_BYTES * 2;

const graphKeys = ["graph", "definition"] as const;
const triggerKeys = ["triggers", "trigger"] as const;

/** `{ name, description?, trigger | triggers?, graph | definition | nodes + edges, publish? }` */
export function readWorkflowBody(input: unknown, headers: FastifyRequest["headers"]) {
  const body = bodyFields(input);
  const graphKey = keyIn(body, graphKeys);
  const triggerKey = keyIn(body, triggerKeys);
  // A definition of Step Functions has `States`; parseGraph recognises it and names it in its error.
  const top = ["nodes", "edges", "States"].some((key) => body[key] !== undefined);
  // A graph at the top level may have further keys of its editor. The answer of GET may be sent back unchanged.
  if (graphKey !== undefined || !top)
    checkNames(
      body,
      [...Object.keys(workflowBody.shape), "definition", "triggers", ...Object.keys(savedAnswer.shape)],
      "field",
    );
  return {
    name: bodyField(body, "name", "string"),
    key: bodyField(body, "key", "string"),
    description: body["description"] === null ? null : bodyField(body, "description", "string"),
    draftRevision: bodyField(body, "draftRevision", "number"),
    publish: bodyField(body, "publish", "boolean"),
    idempotencyKey: bodyField(body, "idempotencyKey", "string") ?? headerText(headers, "idempotency-key"),
    graph: graphKey !== undefined ? body[graphKey] : top ? graphAtTop(body) : undefined,
    // Pass the triggers as they were sent: the operation reads all their forms and reports their errors.
    triggers: triggerKey === undefined ? undefined : (body[triggerKey] as z.output<typeof triggerInput>[]),
  };
}

/** The place in the sent body that belongs to a place in the graph or its triggers. */
export function placeInBody({ body }: FastifyRequest, path: string): string {
  const fields = (body ?? {}) as Fields;
  const triggerKey = keyIn(fields, triggerKeys) ?? "triggers";
  if (path === "/triggers" || path.startsWith("/triggers/")) {
    const single = fields[triggerKey] !== undefined && !Array.isArray(fields[triggerKey]);
    return `/${triggerKey}${path.slice(single && path !== "/triggers" ? "/triggers/0".length : "/triggers".length)}`;
  }
  const graphKey = keyIn(fields, graphKeys);
  return graphKey !== undefined && (path === "" || /^\/(nodes|edges|settings)(\/|$)/.test(path))
    ? `/${graphKey}${path}`
    : path;
}

function keyIn<K extends string>(body: Fields, keys: readonly K[]): K | undefined {
  return keys.find((key) => body[key] !== undefined && body[key] !== null);
}

/** Reads a graph whose keys are at the top level of the body, beside those of the workflow. */
function graphAtTop(body: Fields): Fields {
  const keys = ["nodes", "edges", "settings", "connections", "StartAt", "States"];
  return Object.fromEntries(keys.filter((key) => body[key] !== undefined).map((key) => [key, body[key]]));
}

export const workflowBody = z
  .object({
    name: z.string().describe("The name."),
    description: z.string().nullish().describe("The purpose of the workflow."),
    key: z
      .string()
      .optional()
      .describe("The key by which files name the workflow, such as `sales/hot-leads`. Unique in the project."),
    trigger: z
      .unknown()
      .optional()
      .describe(
        "A JSONLogic condition over the payload, a trigger `{ kind?, eventType?, condition? }`, or a list of them.",
      ),
    graph: z
      .looseObject({})
      .optional()
      .describe(
        "The graph: `{ nodes, edges }`. It may also be in `definition`, or as `nodes` and `edges` at the top level.",
      ),
    publish: z.boolean().optional().describe("Default true."),
    draftRevision: z
      .int()
      .optional()
      .describe(
        "With PUT: the revision that was edited. The call is refused if somebody else has saved the draft in the meantime.",
      ),
    idempotencyKey: z
      .string()
      .optional()
      .describe(
        "With POST: the idempotency key, which may also be a header. A workflow that is sent again with the same key counts once.",
      ),
  })
  .partial({ name: true });

export const workflowExample = {
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
};
