import { runNode as runOne } from "../../app/node-run/run-node.ts";
import { nodeRunAnswer } from "../answers/try.ts";
import { input, json, optional, text, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES } from "../workflows/workflow-body.ts";

export const runNode = defineOperation({
  name: "runNode",
  kind: "mutation",
  permission: "workflows",
  summary: "Run one node for real",
  description:
    "Runs one node for real, in a worker: its side effect happens. Nothing is recorded: no execution, no history, no steps. " +
    "That the node failed is an answer like any other. What the machine carries out by itself (branch, transform …) runs without a worker, its delays on virtual time.",
  input: input("RunNodeInput", "One node to run by itself.", {
    type: text("Node type, such as `http_call`."),
    data: optional(json("The node's data. Without `scope` it is taken as it is; with it, its templates are rendered.")),
    scope: optional(
      json(
        "What templates and conditions see: `{ payload?, event?, steps?, vars?, item?, index? }`. `item` and `index` only where a worker runs the node.",
      ),
    ),
    attempts: optional(whole("Greatest number of attempts, 1 to 10. Default 1.")),
    timeoutMs: optional(whole("For all attempts together, 1 to 300,000. Default 30,000.")),
  }),
  errors: ["validation", "notFound", "unavailable"],
  audit: true,
  result: { type: "RunNodePayload" },
  rest: {
    method: "POST",
    path: "/node-types/:type/run",
    tag: "system",
    description:
      "In a worker: its side effect happens. Nothing is recorded as an execution. That the node failed is a 200 with `status: failed`.",
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    answer: { schema: nodeRunAnswer, from: (run) => run },
  },
  run: ({ deps }, input) => runOne(deps, input),
});
