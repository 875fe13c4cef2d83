import type { GraphNode } from "@tempograph/graph";
import type { Templated } from "../expression/ref-type.ts";
import { renderData } from "../expression/render-data.ts";
import { typeNameOf, type InputOf, type NodeSource } from "../nodes/node-source.ts";
import { graphNode } from "./graph-node.ts";
import type { NodeOptions } from "./options.ts";

/** A step that undoes another; made by `undo`. */
export interface Undo {
  readonly node: GraphNode;
}

/**
 * The step that undoes another one. It runs when the execution fails or is cancelled later, last done first undone.
 *
 *     .step("charge", "http_call", { url: "…/charges", method: "POST" }, {
 *       compensate: ({ steps }) => undo("refund", "http_call", { url: t`…/refunds/${steps.charge.body.id}`, method: "POST" }),
 *     })
 */
export function undo<N extends NodeSource>(
  id: string,
  node: N,
  input: Templated<InputOf<N>>,
  options: NodeOptions = {},
): Undo {
  return { node: graphNode(id, typeNameOf(node), renderData(input), options) };
}
