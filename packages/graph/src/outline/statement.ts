import type { GraphNode, Join } from "../definition/graph.ts";

/** The part of a flow that belongs to one scope, as a sequence of statements. Code of the builder and text come to the same statements, and `compileBlock` makes the graph of them. */
export interface Block {
  readonly statements: readonly Statement[];
}

export type Statement = PlacedNode | Fork | Stop | LooseNode | LooseEdge;

/** A node in the sequence: what comes before leads to it. */
export interface PlacedNode {
  readonly kind: "node";
  /** As the graph has it, but for its `parentId`. */
  readonly node: GraphNode;
  /** The ports from which the sequence goes on, in order. */
  readonly ports: readonly string[];
  /** Ports with a path of their own; where that ends, the sequence goes on as well. */
  readonly on: readonly PortPath[];
  /** Of a container: what is in it. */
  readonly body?: Block;
  /** The node that compensates this one. */
  readonly compensation?: GraphNode;
}

export interface PortPath {
  readonly port: string;
  readonly path: Block;
  /** The next step waits for this path only if the path of that port continues as well. */
  readonly asideOf?: string;
}

/** Paths side by side; what follows comes after all of them. */
export interface Fork {
  readonly kind: "fork";
  readonly paths: readonly Block[];
  /** How the node that follows waits for them. */
  readonly join?: Join;
}

/** The path ends here. */
export interface Stop {
  readonly kind: "stop";
}

/** A node to which only explicit edges lead. */
export interface LooseNode {
  readonly kind: "looseNode";
  readonly node: GraphNode;
  readonly body?: Block;
}

export interface LooseEdge {
  readonly kind: "looseEdge";
  readonly source: string;
  readonly target: string;
  readonly port: string;
}
