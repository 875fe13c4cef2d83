import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryNestedRun, type NestedRun } from "../conformance/arbitrary-nested.ts";
import { FINAL_KINDS } from "../conformance/scenario.ts";
import type { GraphNode } from "../definition/graph.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { INTERPRETER_VERSION } from "../definition/definition.ts";
import { failureAsData } from "../definition/failure.ts";
import { brokenLaws } from "./test-kit/laws.ts";
import { playNested } from "./test-kit/play-nested.ts";
import type { Seed } from "../definition/seed.ts";

// A rerun from a node copies the outputs of all nodes that are not downstream of it. The nodes that run again must come to the same results.

const RUNS = { numRuns: Number(process.env["FC_RUNS"] ?? 200) };
const calm = arbitraryNestedRun({ maxNodes: 8, maxDepth: 2, maxMs: 40, orderMatters: false });
const from = fc.double({ min: 0, max: 0.999, noNaN: true });

test("a rerun from any node gives the result of the first run", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(calm.map(readingBack), from, fc.boolean(), async (run, at, isContinued) => {
      const top = run.graph.nodes.filter(({ parentId }) => parentId === undefined);
      const again = downstreamOf(run, top[Math.floor(at * top.length)]!.id);
      const first = await playNested(run);
      const seed = seedOf(
        first.trace,
        top.filter(({ id }) => !again.has(id)),
      );
      const rerun = await playNested(run, { seed }, isContinued ? { drain: () => "hard" } : {});
      expect(brokenLaws(rerun)).toEqual([]);
      const runAgain = ({ trace }: { readonly trace: readonly TraceEntry[] }): unknown => gave(trace, again);
      expect(runAgain(rerun)).toEqual(runAgain(first));
      expect(rerun.output).toEqual(first.output);
      expect(
        rerun.trace
          .filter(({ seeded }) => seeded)
          .map(({ nodeId }) => nodeId)
          .sort(),
      ).toEqual(reached(first.trace, seed));
    }),
    RUNS,
  );
});

/** Every probe returns the outputs of its direct predecessors. */
function readingBack(run: NestedRun): NestedRun {
  const { nodes, edges } = run.graph;
  const before = (id: string): readonly string[] =>
    edges.filter(({ target }) => target === id).map(({ source }) => source);
  const give = (id: string): object =>
    Object.fromEntries(before(id).map((source) => [source, `{{ steps.?${source}.orValue(null) }}`]));
  const reading = nodes.map((node): GraphNode =>
    node.type === "probe" ? { ...node, data: { ...node.data, give: give(node.id) as never } } : node,
  );
  return { ...run, graph: { ...run.graph, nodes: reading } };
}

function downstreamOf({ graph }: NestedRun, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const one of found) for (const { source, target } of graph.edges) if (source === one) found.add(target);
  return found;
}

/** The outputs of these nodes. */
function seedOf(trace: readonly TraceEntry[], nodes: readonly GraphNode[]): Seed {
  const ids = new Set(nodes.map(({ id }) => id));
  const seed: Record<string, Seed[string]> = {};
  for (const { path, nodeId, kind, port, output, failure } of trace) {
    if (path !== nodeId || !ids.has(nodeId) || port === undefined) continue;
    if (kind === "completed") seed[nodeId] = { port, output: output ?? null };
    else if (kind === "failed")
      seed[nodeId] = { port, output: { error: failureAsData(failure!, INTERPRETER_VERSION) } };
  }
  return seed;
}

/** How the steps of these nodes, and of the nodes inside them, ended. */
function gave(trace: readonly TraceEntry[], nodes: ReadonlySet<string>): unknown {
  const ends = trace.filter(({ path, kind }) => FINAL_KINDS.has(kind) && nodes.has(path.split(/[/[!]/, 1)[0]!));
  return ends
    .map(({ path, kind, port, output, failure }) => ({ path, kind, port, output, failure }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function reached(trace: readonly TraceEntry[], seed: Seed): readonly string[] {
  return [...new Set(trace.map(({ nodeId }) => nodeId))].filter((id) => Object.hasOwn(seed, id)).sort();
}
