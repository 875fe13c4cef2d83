import type { GraphNode } from "@tempograph/graph";
import type { Templated } from "../expression/ref-type.ts";
import { renderData } from "../expression/render-data.ts";
import { typeNameOf, type InputOf, type NodeSource } from "../nodes/node-source.ts";
import { graphNode } from "./graph-node.ts";
import type { NodeOptions } from "./options.ts";

/** The step that compensates another one; made by `compensate`. */
export interface CompensatingStep {
  readonly node: GraphNode;
}

/**
 * The step that compensates another one. It runs when the execution fails or is cancelled later; the step that completed last is compensated first.
 *
 *     .step("charge", "http_call", { url: "…/charges", method: "POST" }, {
 *       compensate: ({ steps }) => compensate("refund", "http_call", { url: t`…/refunds/${steps.charge.body.id}`, method: "POST" }),
 *     })
 */
export function compensate<N extends NodeSource>(
  id: string,
  node: N,
  input: Templated<InputOf<N>>,
  options: NodeOptions = {},
): CompensatingStep {
  return { node: graphNode(id, typeNameOf(node), renderData(input), options) };
}
