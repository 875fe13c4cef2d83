import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  parseGraph,
  parseTriggers,
  triggerId,
  triggerKind,
  type Graph,
  type Json,
  type Trigger,
} from "@tempograph/graph";
import { scenarios } from "@tempograph/graph/conformance";
import { arbitraryRun } from "@tempograph/graph/conformance/arbitrary";
import { arbitraryGraph } from "@tempograph/graph/conformance/arbitrary-graph";
import { arbitraryNestedRun } from "@tempograph/graph/conformance/arbitrary-nested";
import { parseSentences, sentencesOf, textOf } from "./index.ts";
import { catalogue } from "./test-kit/catalogue.ts";
import { meaningOf } from "./test-kit/meaning.ts";

function expectSame(graph: Graph, triggers: readonly Trigger[] = []): string {
  const text = textOf(sentencesOf(graph, triggers, catalogue));
  const again = parseSentences(text, catalogue);
  expect(again.problems, text).toEqual([]);
  expect(meaningOf(again.graph), text).toEqual(meaningOf(graph));
  expect(again.triggers.map(withDefaults), text).toEqual(triggers.map(withDefaults));
  return text;
}

const withDefaults = (trigger: Trigger, index: number) => ({
  ...trigger,
  id: triggerId(trigger, index),
  kind: triggerKind(trigger),
});

const numRuns = Number(process.env["FC_RUNS"] ?? 50);

test("random graphs come back from their text", () => {
  fc.assert(
    fc.property(arbitraryRun({ maxNodes: 20, maxMs: 100, orderMatters: true }), ({ graph }) => void expectSame(graph)),
    { numRuns },
  );
});

test("random graphs with containers come back from their text", () => {
  fc.assert(
    fc.property(
      arbitraryNestedRun({ maxNodes: 6, maxDepth: 3, maxMs: 60, orderMatters: true }),
      ({ graph }) => void expectSame(graph),
    ),
    { numRuns },
  );
});

test("random graphs, sound or not, come back from their text", () => {
  fc.assert(
    fc.property(arbitraryGraph(), (graph) => void expectSame(graph)),
    { numRuns },
  );
});

/** if … otherwise if … otherwise …, each decision in the path of the one before */
function decisions(count: number): Graph {
  const ids = Array.from({ length: count }, (_, index) => `d${index}`);
  const cases: Json = [
    { label: "yes", condition: { var: "a" } },
    { label: "no", else: true },
  ];
  return {
    nodes: [
      { id: "start", type: "start", data: {} },
      ...ids.flatMap((id): Graph["nodes"] => [
        { id, type: "branch", data: { cases } },
        { id: `${id}end`, type: "end", data: {} },
      ]),
    ],
    edges: ids.flatMap((id, index) => [
      { id: `to${id}`, source: ids[index - 1] ?? "start", target: id, sourceHandle: index === 0 ? "out" : "no" },
      { id: `${id}yes`, source: id, target: `${id}end`, sourceHandle: "yes" },
    ]),
  };
}

test("decisions inside of decisions come back from their text, however many there are", () => {
  expect(expectSame(decisions(150))).not.toContain("apart");
  expect(expectSame(decisions(1_000))).toContain("apart");
});

test.each(scenarios.map(({ name, graph }) => ({ name, graph })))(
  "the scenario $name comes back from its text",
  ({ graph }) => {
    expectSame(graph);
  },
);

const FLOWS = join(import.meta.dirname, "../../../examples/flows");

test.each(readdirSync(FLOWS).filter((name) => name.endsWith(".json")))(
  "the flow %s comes back from its text",
  (name) => {
    const file = JSON.parse(readFileSync(join(FLOWS, name), "utf8")) as { graph: unknown; triggers: unknown };
    expectSame(parseGraph(file.graph).graph!, parseTriggers(file.triggers).triggers!);
  },
);
