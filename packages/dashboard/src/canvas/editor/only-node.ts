import type { CanvasSelection } from "../view/use-flow-elements.ts";

/** The selected node, if it is the only one. */
export function onlyNode({ nodes }: Pick<CanvasSelection, "nodes">): string | undefined {
  return nodes.size === 1 ? [...nodes][0] : undefined;
}
