import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { Json } from "../definition/json.ts";

/** One field that differs. */
export interface FieldChange {
  /** JSON Pointer into the node, edge, trigger or graph: `/data/url`. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  /** Absent where the field was added. */
  readonly before?: Json;
  /** Absent where the field was removed. */
  readonly after?: Json;
  /** The change affects only the editor: a node's position, an edge's look, or a key that no execution reads. */
  readonly layout: boolean;
}

/** A node, edge or trigger that both graphs have, with its changed fields. */
export interface ElementChange<Element> {
  /** The element's id. For an edge that was drawn again with a new id, the smaller one of the two. */
  readonly id: string;
  readonly before: Element;
  readonly after: Element;
  /** Ordered by path. */
  readonly changes: readonly FieldChange[];
  /** True if all changes of the element are layout. */
  readonly layout: boolean;
}

export interface ElementsDiff<Element> {
  /** In the order of the newer graph. */
  readonly added: readonly Element[];
  /** In the order of the older graph. */
  readonly removed: readonly Element[];
  /** Ordered by id. */
  readonly changed: readonly ElementChange<Element>[];
  /**
   * The elements that both graphs have are in another order. Order has a meaning: roots and edges fire, and triggers are
   * tried, in the order of their list.
   */
  readonly reordered: boolean;
}

/** The difference between two graphs with their triggers. */
export interface GraphDiff {
  /** The graphs are equal, including their layout. */
  readonly identical: boolean;
  /** All differences are layout, so executions of both graphs behave the same. */
  readonly sameMeaning: boolean;
  readonly nodes: ElementsDiff<GraphNode>;
  readonly edges: ElementsDiff<GraphEdge>;
  readonly triggers: ElementsDiff<Trigger>;
  /** Of the graph's `settings`; paths begin with `/settings`. */
  readonly settings: readonly FieldChange[];
  /** Of the graph's other keys, such as React Flow's `viewport`. */
  readonly other: readonly FieldChange[];
}
