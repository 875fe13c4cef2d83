import { descriptorOf, type Graph, type GraphNode } from "@tempograph/graph";
import { placeOf, plus, type Place } from "./place.ts";

/** React Flow's type for a frame that is only drawn: it has no meaning for an execution. */
export const FRAME_TYPE = "group";

/** Whether other nodes can be drawn inside nodes of this type. */
export function isFrame(type: string): boolean {
  return type === FRAME_TYPE || descriptorOf(type)?.container !== undefined;
}

/** Which node is inside which. A `parentId` that names no frame, or that leads in a circle, counts as none. */
export class TreeOfNodes {
  readonly byId: ReadonlyMap<string, GraphNode>;
  readonly #children = new Map<string | undefined, GraphNode[]>();
  readonly #parents = new Map<string, string | undefined>();

  constructor(graph: Graph) {
    const byId = new Map<string, GraphNode>();
    for (const node of graph.nodes) if (!byId.has(node.id)) byId.set(node.id, node);
    this.byId = byId;
    for (const node of byId.values()) {
      const parent = this.#findParent(node);
      this.#parents.set(node.id, parent);
      const children = this.#children.get(parent);
      if (children === undefined) this.#children.set(parent, [node]);
      else children.push(node);
    }
  }

  parentOf(id: string): string | undefined {
    return this.#parents.get(id);
  }

  /** The nodes directly inside a frame, or those of the top level. */
  childrenOf(id: string | undefined): readonly GraphNode[] {
    return this.#children.get(id) ?? [];
  }

  /** The frames around a node, the nearest first. */
  around(id: string): readonly string[] {
    const found: string[] = [];
    for (let at = this.parentOf(id); at !== undefined; at = this.parentOf(at)) found.push(at);
    return found;
  }

  /** The container in whose scope the node runs; frames that are only drawn are passed over. */
  scopeOf(id: string): string | undefined {
    return this.around(id).find((frame) => this.byId.get(frame)?.type !== FRAME_TYPE);
  }

  /** The nodes with everything that is inside them. */
  withInside(ids: Iterable<string>): ReadonlySet<string> {
    const found = new Set<string>();
    const waiting = [...ids].filter((id) => this.byId.has(id));
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      waiting.push(...this.childrenOf(id).map((child) => child.id));
    }
    return found;
  }

  /** Whether an execution begins at one of the nodes, or at one inside them. Containers cannot hold a start. */
  holdsStart(ids: Iterable<string>): boolean {
    return [...this.withInside(ids)].some((id) => descriptorOf(this.byId.get(id)!.type)?.begins === true);
  }

  /** Of the nodes, those that are not inside another one of them: what a person means who selects a container with its members. */
  outermost(ids: Iterable<string>): readonly string[] {
    const set = new Set([...ids].filter((id) => this.byId.has(id)));
    return [...set].filter((id) => !this.around(id).some((frame) => set.has(frame)));
  }

  /** Where the node stands on the canvas. */
  absolutePlaceOf(id: string): Place {
    return this.around(id).reduce(
      (place, frame) => plus(place, placeOf(this.byId.get(frame)!) ?? { x: 0, y: 0 }),
      placeOf(this.byId.get(id)!) ?? { x: 0, y: 0 },
    );
  }

  /** React Flow draws a node only if the node around it comes earlier in the list. */
  parentsFirst(): readonly GraphNode[] {
    const found: GraphNode[] = [];
    const waiting = [...this.childrenOf(undefined)].reverse();
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      found.push(node);
      waiting.push(...[...this.childrenOf(node.id)].reverse());
    }
    return found;
  }

  #findParent(node: GraphNode): string | undefined {
    const parent = this.byId.get(node.parentId ?? "");
    if (parent === undefined || !isFrame(parent.type)) return undefined;
    const seen = new Set<string>([node.id]);
    for (let at: GraphNode | undefined = parent; at !== undefined; at = this.byId.get(at.parentId ?? "")) {
      if (seen.has(at.id)) return undefined;
      seen.add(at.id);
    }
    return parent.id;
  }
}
