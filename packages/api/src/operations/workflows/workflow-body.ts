import { limits } from "@tempograph/graph";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { bodyField, bodyFields, checkNames, headerText, type Fields } from "../../http/read-body.ts";
import { savedAnswer } from "../answers/workflow.ts";
import type { triggerInput } from "./workflow-input.ts";

// What REST takes for a workflow: senders write it in several ways.

export const MAX_GRAPH_BODY_BYTES = limits.MAX_BYTES * 2;

const graphKeys = ["graph", "definition"] as const;
const triggerKeys = ["triggers", "trigger"] as const;

/** `{ name, description?, trigger | triggers?, graph | definition | nodes + edges, publish? }` */
export function readWorkflowBody(input: unknown, headers: FastifyRequest["headers"]) {
  const body = bodyFields(input);
  const graphKey = keyIn(body, graphKeys);
  const triggerKey = keyIn(body, triggerKeys);
  // States is what Step Functions has: parseGraph recognises it, and says so.
  const top = ["nodes", "edges", "States"].some((key) => body[key] !== undefined);
  // A graph at the top brings keys of its editor. What GET answers may be sent back as it is.
  if (graphKey !== undefined || !top)
    checkNames(
      body,
      [...Object.keys(workflowBody.shape), "definition", "triggers", ...Object.keys(savedAnswer.shape)],
      "field",
    );
  return {
    name: bodyField(body, "name", "string"),
    description: body["description"] === null ? null : bodyField(body, "description", "string"),
    draftRevision: bodyField(body, "draftRevision", "number"),
    publish: bodyField(body, "publish", "boolean"),
    idempotencyKey: bodyField(body, "idempotencyKey", "string") ?? headerText(headers, "idempotency-key"),
    graph: graphKey !== undefined ? body[graphKey] : top ? graphAtTop(body) : undefined,
    // As it was sent: the operation reads every way to write triggers, and says what is wrong with them.
    triggers: triggerKey === undefined ? undefined : (body[triggerKey] as z.output<typeof triggerInput>[]),
  };
}

/** Where something in the graph or its triggers stood in the body that was sent. */
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

/** A graph whose keys stand beside the workflow's own. */
function graphAtTop(body: Fields): Fields {
  const keys = ["nodes", "edges", "settings", "connections", "StartAt", "States"];
  return Object.fromEntries(keys.filter((key) => body[key] !== undefined).map((key) => [key, body[key]]));
}

export const workflowBody = z
  .object({
    name: z.string().describe("What people call it."),
    description: z.string().nullish().describe("What it is for."),
    trigger: z
      .unknown()
      .describe(
        "A JSONLogic condition over the payload, a trigger `{ kind?, eventType?, condition? }`, or a list of them.",
      ),
    graph: z
      .looseObject({})
      .optional()
      .describe("`{ nodes, edges }`. The same under `definition`, or `nodes` and `edges` at the top."),
    publish: z.boolean().optional().describe("Default true."),
    draftRevision: z.int().optional().describe("With PUT: refuse to overwrite what somebody else saved."),
    idempotencyKey: z
      .string()
      .optional()
      .describe("With POST, or as the header: the same workflow sent again counts once."),
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
