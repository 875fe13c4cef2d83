// `node --conditions=@tempograph/source packages/graph/src/validate/validate-graph.bench.ts`: the last line is one JSON object.
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { freeze } from "../definition/freeze.ts";
import { definitionHash } from "../definition/freeze-hash.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

declare const performance: { now(): number };
declare const console: { log(text: string): void };

const SIZE = 10_000;
const call = (id: string, message: string) => ({ id, type: "send_notification", data: { toRole: "AE", message } });
const start = { id: "start", type: "start", data: {} };

const SHAPES: Readonly<Record<string, () => Graph>> = {
  /** Each node reads the one before it and the first. */
  chain: () => ({
    nodes: [
      start,
      ...Array.from({ length: SIZE - 1 }, (_, i) =>
        call(`n${i}`, i === 0 ? "hi" : `{{ steps.n${i - 1}.x }} {{ steps.n0.y }}`),
      ),
    ],
    edges: Array.from({ length: SIZE - 1 }, (_, i) => ({
      id: `e${i}`,
      source: i === 0 ? "start" : `n${i - 1}`,
      target: `n${i}`,
    })),
  }),
  /** All beside each other, joined by a node that reads a hundred of them. */
  fanOut: () => ({
    nodes: [
      start,
      ...Array.from({ length: SIZE - 2 }, (_, i) => call(`n${i}`, "{{ payload.a }}")),
      call("end", Array.from({ length: 100 }, (_, i) => `{{ steps.n${i}.x }}`).join(" ")),
    ],
    edges: Array.from({ length: SIZE - 2 }, (_, i) => [
      { id: `a${i}`, source: "start", target: `n${i}` },
      { id: `b${i}`, source: `n${i}`, target: "end" },
    ]).flat(),
  }),
  /** 2,000 branches one after the other, five nodes each, 20,000 edges at most. */
  branches: () => {
    const nodes: Graph["nodes"][number][] = [];
    const edges: Graph["edges"][number][] = [];
    for (let i = 0; i < SIZE / 4; i++) {
      const cases: Json = [
        { label: "x", condition: { "==": [{ var: "lead.title" }, `t${i}`] }, next: `x${i}` },
        { else: true, next: `y${i}` },
      ];
      nodes.push(
        { id: `b${i}`, type: "branch", data: { cases } },
        call(`x${i}`, "{{ payload.a + 1 }}"),
        call(`y${i}`, "hi"),
        call(`j${i}`, `{{ steps.b${i}.case }}`),
      );
      edges.push({ id: `p${i}`, source: `x${i}`, target: `j${i}` }, { id: `q${i}`, source: `y${i}`, target: `j${i}` });
      if (i > 0) edges.push({ id: `r${i}`, source: `j${i - 1}`, target: `b${i}` });
    }
    return { nodes, edges };
  },
  /** Everything wrong. */
  broken: () => ({
    nodes: Array.from({ length: SIZE }, (_, i) => ({
      id: `n${i}`,
      type: "http_call",
      data: { url: `{{ steps.m${i} }}`, metod: 1 },
    })),
    edges: Array.from({ length: SIZE }, (_, i) => ({ id: `e${i}`, source: `n${i}`, target: `o${i}` })),
  }),
};

const workflow = { id: "wf", name: "bench", version: 1 };
const result: Record<string, object> = {};
for (const [name, make] of Object.entries(SHAPES)) {
  const text = JSON.stringify(make());
  const times: { parseMs: number; validateMs: number; freezeMs: number }[] = [];
  let problems = 0;
  for (let round = 0; round < 5; round++) {
    const input: unknown = JSON.parse(text);
    const begin = performance.now();
    const { graph } = parseGraph(input);
    const parsed = performance.now();
    if (graph === null) throw new Error(name);
    problems = validateGraph({ graph, types: FIXTURE_TYPES }).length;
    const validated = performance.now();
    definitionHash(freeze({ graph, types: FIXTURE_TYPES, workflow }));
    times.push({
      parseMs: Math.round(parsed - begin),
      validateMs: Math.round(validated - parsed),
      freezeMs: Math.round(performance.now() - validated),
    });
  }
  times.sort((a, b) => a.validateMs - b.validateMs);
  result[name] = { ...times[2], worstValidateMs: times[4]?.validateMs, problems, bytes: text.length };
}
console.log(JSON.stringify(result));
