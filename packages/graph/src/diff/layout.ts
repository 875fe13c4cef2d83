import { VISUAL_GROUP_TYPE, type Graph, type GraphEdge, type GraphNode } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import { triggerFields } from "../triggers/parse-triggers.ts";
import { isContainer } from "../interpret/constructs/index.ts";

/** The keys that freezing a graph reads. All other keys belong to the editor. */
const NODE_MEANING: ReadonlySet<string> = new Set(["id", "type", "data", "label", "parentId", "settings"]);
const EDGE_MEANING: ReadonlySet<string> = new Set(["source", "target", "sourceHandle"]);

const firstKey = (path: string): string => /^\/([^/]*)/.exec(path)?.[1] ?? "";

/** An edge that was drawn again between the same ports counts as the same edge, because nothing refers to an edge by its id. */
export function isEdgeLayout(before: GraphEdge, after: GraphEdge): (path: string) => boolean {
  return (path) => {
    const key = firstKey(path);
    if (key === "sourceHandle") return (before.sourceHandle ?? "out") === (after.sourceHandle ?? "out");
    return !EDGE_MEANING.has(key);
  };
}

export function isTriggerLayout(_before: Trigger, after: Trigger): (path: string) => boolean {
  const meaning = triggerFields(after);
  return (path) => !meaning.includes(firstKey(path));
}

/** Decides which changes of the nodes of two graphs are layout. Every change of a visual frame is layout. */
export class NodeLayout {
  readonly #before: Frames;
  readonly #after: Frames;

  constructor(before: Graph, after: Graph) {
    this.#before = new Frames(before);
    this.#after = new Frames(after);
  }

  readonly isField = (before: GraphNode, after: GraphNode): ((path: string) => boolean) => {
    const framed = this.#before.isFrame(before) && this.#after.isFrame(after);
    return (path) => {
      const key = firstKey(path);
      if (key === "parentId") return this.#before.containerOf(before) === this.#after.containerOf(after);
      return framed || !NODE_MEANING.has(key);
    };
  };

  readonly isAdded = (node: GraphNode): boolean => this.#after.isFrame(node);
  readonly isRemoved = (node: GraphNode): boolean => this.#before.isFrame(node);
}

class Frames {
  readonly #byId: ReadonlyMap<string, GraphNode>;
  readonly #touched: ReadonlySet<string>;

  constructor(graph: Graph) {
    this.#byId = new Map(graph.nodes.map((node) => [node.id, node]));
    this.#touched = new Set(graph.edges.flatMap((edge) => [edge.source, edge.target]));
  }

  isFrame(node: GraphNode): boolean {
    return node.type === VISUAL_GROUP_TYPE && !this.#touched.has(node.id);
  }

  /** The container that the node runs in, skipping visual frames; undefined if there is none. */
  containerOf(node: GraphNode): string | undefined {
    const seen = new Set<string>();
    for (let id = node.parentId; id !== undefined && !seen.has(id); id = this.#byId.get(id)?.parentId) {
      seen.add(id);
      if (isContainer(this.#byId.get(id)?.type ?? "")) return id;
    }
    return undefined;
  }
}
