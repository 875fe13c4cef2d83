import type { Graph, Json } from "@tempograph/graph";
import { chain, fanOut, forEach, indices, nested } from "./shapes.ts";

/** One graph of one size, and what one execution of it has to do. */
export interface Case {
  /** What it is called by: steps, or items in all. */
  readonly size: number;
  readonly graph: Graph;
  readonly payload?: { readonly [name: string]: Json };
  /** What the time is divided by. */
  readonly units: number;
  /** Activities that the execution has to run. */
  readonly steps: number;
}

const STEPS = [10, 1_000, 10_000];
const ITEMS = [1_000, 10_000];
const OUTER = 100;

export const perStep: Readonly<Record<string, readonly Case[]>> = {
  chain: STEPS.map((size) => ({ size, graph: chain(size), units: size + 1, steps: size })),
  fanOut: STEPS.map((size) => ({ size, graph: fanOut(size), units: size + 2, steps: size + 1 })),
};

export const perItem: Readonly<Record<string, readonly Case[]>> = {
  forEach: ITEMS.map((size) => ({
    size,
    graph: forEach(),
    payload: { items: indices(size) },
    units: size,
    steps: size,
  })),
  nested: ITEMS.map((size) => ({
    size,
    graph: nested(),
    payload: { outer: indices(OUTER), inner: indices(size / OUTER) },
    units: size,
    steps: size / 2,
  })),
};
