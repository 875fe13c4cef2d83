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
  /** Only the picture: where a node stands, what an edge looks like, or a key that no execution reads. */
  readonly layout: boolean;
}

/** A node, edge or trigger that both have, and what of it differs. */
export interface ElementChange<Element> {
  /** Of an edge that was drawn anew: the smaller one of its two. */
  readonly id: string;
  readonly before: Element;
  readonly after: Element;
  /** Ordered by path. */
  readonly changes: readonly FieldChange[];
  /** All its changes are. */
  readonly layout: boolean;
}

export interface ElementsDiff<Element> {
  /** In the order of the newer graph. */
  readonly added: readonly Element[];
  /** In the order of the older graph. */
  readonly removed: readonly Element[];
  /** Ordered by id. */
  readonly changed: readonly ElementChange<Element>[];
  /** What is in both stands in another order, which counts: roots and edges fire, and triggers are asked, in theirs. */
  readonly reordered: boolean;
}

/** What lies between two graphs with their triggers. */
export interface GraphDiff {
  /** Nothing differs, not even the picture. */
  readonly identical: boolean;
  /** Whatever differs is layout: executions of both do the same. */
  readonly sameMeaning: boolean;
  readonly nodes: ElementsDiff<GraphNode>;
  readonly edges: ElementsDiff<GraphEdge>;
  readonly triggers: ElementsDiff<Trigger>;
  /** Of the graph's `settings`; paths begin with `/settings`. */
  readonly settings: readonly FieldChange[];
  /** Of the graph's other keys, such as React Flow's `viewport`. */
  readonly other: readonly FieldChange[];
}
