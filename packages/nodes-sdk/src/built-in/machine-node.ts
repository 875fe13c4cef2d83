import { contractProblems, type ContractType, type JsonObject } from "@tempograph/graph";
import { z } from "zod";
import type { NodeContext } from "../context/node-context.ts";
import type { NodeType } from "../define/node-type.ts";
import { permanent } from "../error/node-error.ts";

/**
 * The activity of a construct that asks something of other executions (`call_workflow`, `wait_for_event`, `lock`). The
 * machine makes its input, which has to fit the contract. Nobody sees its title or description: those are the construct's.
 */
export function machineNode<Request>(
  type: string,
  contract: ContractType,
  execute: (ctx: NodeContext, request: Request) => unknown,
): NodeType {
  return {
    type,
    title: type,
    description: type,
    input: z.looseObject({}),
    schemas: { input: {} },
    ports: ["out"],
    idempotent: true,
    async execute(ctx: NodeContext, input: JsonObject) {
      const problems = contractProblems(contract, input);
      if (problems.length > 0)
        throw permanent("INPUT_INVALID", problems.join(" "), { hint: "Correct the node's data." });
      return await execute(ctx, input as Request);
    },
  };
}
