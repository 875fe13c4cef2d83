import { descriptorOf, type Graph, type Outline, type OutlineBlock, type OutlineItem } from "@tempograph/graph";

/** Paths and containers that are nested deeper than this are not told as paths: nobody could read them, and a reader of texts refuses them. */
export const DEEPEST_PATHS = 400;

/** Whether blocks are nested in the block more than so many times. */
export function isDeeperThan(levels: number, { items }: OutlineBlock): boolean {
  if (levels === 0) return true;
  return items.some((item) => blocksIn(item).some((block) => isDeeperThan(levels - 1, block)));
}

function blocksIn(item: OutlineItem): readonly OutlineBlock[] {
  if (item.kind === "fork") return item.paths;
  const body = item.body === null ? [] : [item.body];
  return item.kind === "node" ? [...body, ...item.on.values()] : body;
}

/** A normalised graph node by node and edge by edge: each node stands apart and names its container. */
export function flatOutline({ nodes, edges }: Graph): Outline {
  const starts = nodes.filter(({ type, parentId }) => parentId === undefined && descriptorOf(type)?.begins === true);
  const start = starts.length === 1 ? starts[0]! : null;
  return {
    start,
    block: {
      items: nodes.filter((node) => node !== start).map((node) => ({ kind: "loose", node, body: null })),
      alive: false,
      stop: false,
    },
    looseEdges: edges.map(({ source, target, sourceHandle }) => ({ source, target, port: sourceHandle ?? "out" })),
  };
}
