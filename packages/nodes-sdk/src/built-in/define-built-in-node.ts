import type { z } from "zod";
import { createNodeType } from "../define/define-node.ts";
import type { NodeSpec, NodeType } from "../define/node-type.ts";
import { BUILT_IN_TYPES } from "../define/reserved-types.ts";

/**
 * `defineNode` for node types of the language that are activities (`emit_event`, `signal_workflow`). Their names are
 * reserved, so `defineNode` refuses them.
 *
 * @throws TypeError as `defineNode` does
 */
export function defineBuiltInNode<
  Input extends z.ZodObject,
  Output extends z.ZodType | undefined = undefined,
  const Ports extends readonly string[] = readonly ["out"],
>(spec: NodeSpec<Input, Output, Ports>): NodeType<Input, Output, Ports> {
  return createNodeType("defineBuiltInNode", spec, BUILT_IN_TYPES);
}
