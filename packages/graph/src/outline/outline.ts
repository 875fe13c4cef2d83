import type { GraphNode } from "../definition/graph.ts";

/** How a node is said: from which port the sequence goes on, and which ports have paths of their own. */
export interface NodePaths {
  /** The port from which the sequence goes on without a path of its own; null: none does. */
  readonly main: string | null;
  /** How that port can get its own path; absent if there is no way to say it. */
  readonly mainPath?: PathOfPort;
  /** The ports whose paths can be said, in the order in which they are said. */
  readonly paths: readonly PathOfPort[];
  /** Whether the path of a failure can be said. */
  readonly mayFail: boolean;
  /** Whether the node that compensates it can be said with it. */
  readonly compensable?: boolean;
  /** What is in the container: one body, or a path for each root. */
  readonly body: "none" | "one" | "paths";
}

export interface PathOfPort {
  readonly port: string;
  /** Has to be said even where it leads nowhere. */
  readonly needed: boolean;
  /** The next step waits for this path only if the path of that port continues as well. */
  readonly asideOf?: string;
}

/** The words of those who ask for an outline: of the builder, or of sentences. */
export interface Wording<Said extends NodePaths> {
  /** null if there are no words for this node, so that it is said with its data as it is. `ports` are those that lead somewhere. */
  pathsOf(node: GraphNode, ports: readonly string[]): Said | null;
  /** The ports that the sequence goes on from by themselves. */
  portsOf(said: Said): readonly string[];
}

/** A graph in the order of reading: what comes after what, and what has to be said node by node, edge by edge. */
export interface Outline<Said extends NodePaths = NodePaths> {
  readonly start: GraphNode | null;
  readonly block: OutlineBlock<Said>;
  readonly looseEdges: readonly { readonly source: string; readonly target: string; readonly port: string }[];
}

export interface OutlineBlock<Said extends NodePaths = NodePaths> {
  readonly items: OutlineItem<Said>[];
  /** Something that follows would be led to from its end. */
  alive: boolean;
  /** The path has to say that nothing comes of it. */
  stop: boolean;
}

export type OutlineItem<Said extends NodePaths = NodePaths> =
  | OutlineNode<Said>
  | OutlineFork<Said>
  | OutlineLoose<Said>;

export interface OutlineNode<Said extends NodePaths = NodePaths> {
  readonly kind: "node";
  readonly node: GraphNode;
  /** null: as a plain step or container with its data as it is. */
  readonly method: Said | null;
  /** The ports that it is said to go on from, in order, beside `timeout`, `error` and the like. */
  readonly ports: readonly string[];
  /** Paths by port, in the order in which the code says them. */
  readonly on: ReadonlyMap<string, OutlineBlock<Said>>;
  /** What is in it, where it is a container. */
  readonly body: OutlineBlock<Said> | null;
  readonly compensation: GraphNode | null;
}

export interface OutlineFork<Said extends NodePaths = NodePaths> {
  readonly kind: "fork";
  readonly paths: readonly OutlineBlock<Said>[];
}

export interface OutlineLoose<Said extends NodePaths = NodePaths> {
  readonly kind: "loose";
  readonly node: GraphNode;
  readonly body: OutlineBlock<Said> | null;
}
