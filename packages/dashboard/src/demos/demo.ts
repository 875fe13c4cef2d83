import type { Graph } from "@tempograph/graph";

/** A workflow that the start page creates with one click. It needs nothing but the built-in nodes, and calls no host. */
export interface Demo {
  /** The workflow's key. A second click finds the workflow of the first one by it. */
  readonly key: string;
  readonly title: string;
  /** What it shows, in one sentence for people who have never seen a workflow. */
  readonly shows: string;
  readonly graph: Graph;
  /** The condition of its trigger. Absent: every event of the type. */
  readonly condition?: unknown;
  /** The event that one click sends. Its type is the type that the trigger listens to. */
  readonly event: { readonly type: string; readonly data: unknown };
}

/** Edges written as `a > b`, or as `a:port > b` from a port other than `out`. */
export function edges(...pairs: readonly string[]): Graph["edges"] {
  return pairs.map((pair, index) => {
    const [from = "", target = ""] = pair.split(" > ");
    const [source = "", sourceHandle] = from.split(":");
    return { id: `e${String(index + 1)}`, source, target, ...(sourceHandle !== undefined && { sourceHandle }) };
  });
}
