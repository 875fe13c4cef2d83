import type { Graph, Json } from "@tempograph/graph";
import { chain, fanOut, forEach, indices, nested } from "./shapes.ts";

/** One graph of one size, and what one execution of it has to do. */
export interface Case {
  /** The size in the report: the number of steps, or of all items. */
  readonly size: number;
  readonly graph: Graph;
  readonly payload?: { readonly [name: string]: Json };
  /** The number of units by which the time is divided. */
  readonly units: number;
  /** The number of activities that the execution has to run. */
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
