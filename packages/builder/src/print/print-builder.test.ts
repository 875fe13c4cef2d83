import fc from "fast-check";
import { expect, test } from "vitest";
import { coreNodeTypes, normalise, validateGraph, type Graph } from "@tempograph/graph";
import { arbitraryRun } from "@tempograph/graph/conformance/arbitrary";
import { arbitraryGraph } from "@tempograph/graph/conformance/arbitrary-graph";
import { arbitraryNestedRun } from "@tempograph/graph/conformance/arbitrary-nested";
import { probeManifest, scenarios } from "@tempograph/graph/conformance";
import { arbitraryFlow } from "../test-kit/arbitrary-flow.ts";
import { evaluate } from "../test-kit/evaluate.ts";
import { printBuilder } from "./print-builder.ts";

function expectSame(graph: Graph): void {
  const code = printBuilder(graph);
  const again = evaluate(code).graph;
  expect(normalise(again), code.slice(0, 10_000)).toStrictEqual(normalise(graph));
}

const numRuns = Number(process.env["FC_RUNS"] ?? 300);
const mix = { maxNodes: 25, maxMs: 100, orderMatters: true };

test("random sound graphs come back from their code", () => {
  fc.assert(
    fc.property(arbitraryRun(mix), ({ graph }) => expectSame(graph)),
    { numRuns },
  );
});

test("random sound graphs with containers come back from their code", () => {
  fc.assert(
    fc.property(arbitraryNestedRun({ maxNodes: 6, maxDepth: 3, maxMs: 60, orderMatters: true }), ({ graph }) =>
      expectSame(graph),
    ),
    { numRuns },
  );
});

test("random graphs with containers, sound or not, come back from their code", () => {
  fc.assert(
    fc.property(arbitraryGraph(), (graph) => expectSame(graph)),
    { numRuns },
  );
});

test("what a builder said comes back as it was said: with its structure, nothing node by node", () => {
  fc.assert(
    fc.property(arbitraryFlow(), ({ graph }) => {
      expectSame(graph);
      expect(printBuilder(graph)).not.toMatch(/\.(node|edge|container)\(/);
    }),
    { numRuns },
  );
});

test("what a builder says can be published", () => {
  const types = new Map([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
  fc.assert(
    fc.property(arbitraryFlow(), ({ graph }) => {
      expect(validateGraph({ graph, types }).filter(({ severity }) => severity === "error")).toEqual([]);
    }),
    { numRuns },
  );
});

// start ─▶ n0 ─▶ n1 ─▶ … ─▶ n9998, and the same side by side
test("graphs as large as they may be are printed, and come back", () => {
  const ids = Array.from({ length: 9_999 }, (_, index) => `n${index}`);
  const nodes = [
    { id: "start", type: "start", data: {} },
    ...ids.map((id) => ({ id, type: "log", data: { message: id } })),
  ];
  expectSame({
    nodes,
    edges: ids.map((id, index) => ({ id: `e${index}`, source: ids[index - 1] ?? "start", target: id })),
  });
  expectSame({ nodes, edges: ids.map((id, index) => ({ id: `e${index}`, source: "start", target: id })) });
});

test.each(scenarios.map(({ name, graph }) => ({ name, graph })))(
  "the scenario $name comes back from its code",
  ({ graph }) => {
    expectSame(graph);
  },
);
