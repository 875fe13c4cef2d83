import type { GraphNode } from "@tempograph/graph";
import type { Method } from "./method.ts";

/** A graph as a builder would say it: what comes after what, and what has to be said node by node, edge by edge. */
export interface Outline {
  readonly start: GraphNode | null;
  readonly block: OutlineBlock;
  readonly looseEdges: readonly { readonly source: string; readonly target: string; readonly port: string }[];
}

export interface OutlineBlock {
  readonly items: OutlineItem[];
  /** Something that follows would be led to from its end. */
  alive: boolean;
  /** The path has to say that nothing comes of it. */
  stop: boolean;
}

export type OutlineItem = OutlineNode | OutlineFork | OutlineLoose;

export interface OutlineNode {
  readonly kind: "node";
  readonly node: GraphNode;
  /** null: as a plain step or container with its data as it is. */
  readonly method: Method | null;
  /** The ports that its code has, in order, beside `timeout`, `error` and the like. */
  readonly ports: readonly string[];
  /** Paths by port, in the order in which the code says them. */
  readonly on: ReadonlyMap<string, OutlineBlock>;
  /** What is in it, where it is a container. */
  readonly body: OutlineBlock | null;
  readonly compensation: GraphNode | null;
}

export interface OutlineFork {
  readonly kind: "fork";
  readonly paths: readonly OutlineBlock[];
}

export interface OutlineLoose {
  readonly kind: "loose";
  readonly node: GraphNode;
  readonly body: OutlineBlock | null;
}
