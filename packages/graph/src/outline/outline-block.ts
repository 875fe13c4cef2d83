import type { GraphNode } from "../definition/graph.ts";
import type { Block, PortPath, Statement } from "./statement.ts";
import type { OutlineBlock, OutlineItem, OutlineNode } from "./outline.ts";

/** The statements that an outline comes to once it is said. */
export function blockOfOutline({ items, stop }: OutlineBlock): Block {
  const statements = items.map(statementOf);
  return { statements: stop ? [...statements, { kind: "stop" }] : statements };
}

function statementOf(item: OutlineItem): Statement {
  switch (item.kind) {
    case "fork":
      return { kind: "fork", paths: item.paths.map(blockOfOutline) };
    case "loose":
      return { kind: "looseNode", node: item.node, ...(item.body !== null && { body: blockOfOutline(item.body) }) };
    case "node":
      return placedNode(item);
  }
}

function placedNode({ node, method, ports, on, body, compensation }: OutlineNode): Statement {
  const { parentId: _, ...rest } = node;
  const beside = new Map(method?.paths.map((path) => [path.port, path.asideOf]));
  const paths = [...on].map(([port, path]): PortPath => {
    const asideOf = beside.get(port);
    return { port, path: blockOfOutline(path), ...(asideOf !== undefined && { asideOf }) };
  });
  return {
    kind: "node",
    node: rest,
    ports,
    on: paths,
    ...(body !== null && { body: blockOfOutline(body) }),
    ...(compensation !== null && { compensation: withoutParent(compensation) }),
  };
}

function withoutParent({ parentId: _, ...node }: GraphNode): GraphNode {
  return node;
}
