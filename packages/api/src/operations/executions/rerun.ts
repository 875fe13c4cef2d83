import { z } from "zod";
import { checkFromNode, rerunExecution, type Rerun } from "../../app/rerun/rerun-execution.ts";
import { executionAnswer, executionJson } from "../answers/execution.ts";
import { id, idempotencyKey, input, optional } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { eitherId, rerunVersion, whichExecution } from "./execution-input.ts";

/** Runs a closed execution again, as a new execution for the same event that is linked to the old one. */
export const executionRerun = defineOperation({
  name: "executionRerun",
  kind: "mutation",
  permission: "steer",
  summary: "Run a closed execution again, as a new one",
  description:
    "Runs a closed execution again, as a new execution for the same event that is linked to the old one. Steps that were compensated run again.",
  input: input("ExecutionRerunInput", "Which execution to run again, and from where.", {
    ...eitherId,
    fromNode: optional(
      id(
        "The id of the node at which to begin. If the node is inside a container, the whole container runs again. Nodes that are not downstream keep their outputs. Absent: everything runs again.",
      ),
    ),
    version: optional(rerunVersion).describe("Default SAME."),
    idempotencyKey,
  }),
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: { made: ({ execution }: Rerun) => execution.id },
  idempotency: "idempotencyKey",
  bulk: {
    kind: "rerun",
    targets: "closed",
    check: checkFromNode,
    run: (deps, _caller, { fromNode, version }, { executionId, key }) =>
      rerunExecution(deps, { executionId, fromNode, version, idempotencyKey: key }),
  },
  result: {
    payload: "ExecutionRerunPayload",
    description: "The new execution.",
    fields: {
      execution: {
        type: "Execution",
        description: "The new execution, which is PENDING.",
        from: ({ execution }) => execution,
      },
      seededNodes: {
        type: "[ID]",
        description: "The nodes that do not run again, because their outputs are taken over.",
        from: ({ seeded }) => [...seeded],
      },
      deduplicated: {
        type: "Boolean",
        description: "Whether the execution existed before, under the same idempotencyKey.",
        from: ({ deduplicated }) => deduplicated,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/executions/:id/rerun",
    tag: "executions",
    description: "With `fromNode` it runs again from that node; nodes that are not downstream keep their outputs.",
    status: 201,
    answer: {
      schema: executionAnswer.extend({ seededNodes: z.array(z.string()), deduplicated: z.boolean() }),
      from: ({ execution, seeded, deduplicated }, context) => ({
        ...executionJson(execution, context),
        seededNodes: seeded,
        deduplicated,
      }),
    },
    location: ({ execution }) => `/executions/${execution.id}`,
  },
  async run({ deps }, asked) {
    const which = whichExecution(asked);
    return which.ok ? await rerunExecution(deps, { ...asked, ...which.value }) : which;
  },
});
