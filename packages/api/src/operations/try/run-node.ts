import { runNode as runOne } from "../../app/node-run/run-node.ts";
import { nodeRunAnswer } from "../answers/try.ts";
import { input, json, optional, text, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES } from "../workflows/workflow-body.ts";

export const runNode = defineOperation({
  name: "runNode",
  kind: "mutation",
  permission: "workflows",
  summary: "Run a single node with its side effect",
  description:
    "Runs one node in a worker, so its side effect happens. Nothing is recorded: no execution, no history and no steps. " +
    "A failure of the node is a normal answer. Node types that the machine carries out (branch, transform …) run without a worker, with delays on virtual time.",
  input: input("RunNodeInput", "The node to run.", {
    type: text("The node type, such as `http_call`."),
    data: optional(
      json("The node's data. With `scope` its templates are rendered; without `scope` it is used as it is."),
    ),
    scope: optional(
      json(
        "The values that templates and conditions can read: `{ payload?, event?, steps?, vars?, item?, index? }`. `item` and `index` are available only if a worker runs the node.",
      ),
    ),
    attempts: optional(whole("The most attempts, 1 to 10. Default 1.")),
    timeoutMs: optional(whole("Milliseconds for all attempts together, 1 to 300,000. Default 30,000.")),
  }),
  errors: ["validation", "notFound", "unavailable"],
  audit: true,
  result: { type: "RunNodePayload" },
  rest: {
    method: "POST",
    path: "/node-types/:type/run",
    tag: "system",
    description:
      "Runs the node in a worker, so its side effect happens. Nothing is recorded as an execution. If the node fails, the answer is 200 with `status: failed`.",
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    answer: { schema: nodeRunAnswer, from: (run) => run },
  },
  run: ({ deps, caller }, input) => runOne(deps, caller, input),
});
