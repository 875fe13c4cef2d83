// `node --conditions=@tempograph/source packages/graph/src/validate/validate-graph.bench.ts`: the last line is one JSON object.
import type { Graph } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { freeze } from "../compile/freeze.ts";
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
  /** 1,000 loops in a row, each with a chain of nine that read the item and each other. */
  loops: () => {
    const nodes: Graph["nodes"][number][] = [];
    const edges: Graph["edges"][number][] = [];
    for (let i = 0; i < SIZE / 10; i++) {
      const items = i === 0 ? "{{ payload.items }}" : `{{ steps.loop${i - 1}.results }}`;
      nodes.push({ id: `loop${i}`, type: "for_each", data: { items, result: `{{ steps.n${i}x8 }}` } });
      if (i > 0) edges.push({ id: `l${i}`, source: `loop${i - 1}`, target: `loop${i}` });
      for (let j = 0; j < 9; j++) {
        const message = j === 0 ? "{{ item.name }} {{ index }}" : `{{ item.name }} {{ steps.n${i}x${j - 1}.x }}`;
        nodes.push({ ...call(`n${i}x${j}`, message), parentId: `loop${i}` });
        if (j > 0) edges.push({ id: `e${i}x${j}`, source: `n${i}x${j - 1}`, target: `n${i}x${j}` });
      }
    }
    return { nodes, edges };
  },
  /** One loop around all the others; half of them begin by themselves. */
  oneLoop: () => ({
    nodes: [
      { id: "loop", type: "for_each", data: { items: "{{ payload.items }}" } },
      ...Array.from({ length: SIZE - 1 }, (_, i) => ({
        ...call(`n${i}`, i % 2 === 0 ? "{{ item.name }}" : `{{ steps.n${i - 1}.x }} {{ index }}`),
        parentId: "loop",
      })),
    ],
    edges: Array.from({ length: SIZE / 2 - 1 }, (_, i) => ({
      id: `e${i}`,
      source: `n${2 * i}`,
      target: `n${2 * i + 1}`,
    })),
  }),
  /** 100 towers of 50 containers in one another; at each level a node that reads the lowest and the one below. */
  towers: () => {
    const nodes: Graph["nodes"][number][] = [];
    const edges: Graph["edges"][number][] = [];
    for (let i = 0; i < 100; i++) {
      for (let level = 0; level < 50; level++) {
        const [id, box] = [`n${i}x${level}`, `box${i}x${level}`];
        const around = level === 0 ? {} : { parentId: `box${i}x${level - 1}` };
        const type = ["for_each", "repeat", "parallel"][level % 3] as string;
        const message = level === 0 ? "hi" : `{{ steps.n${i}x0.x }} {{ steps.n${i}x${level - 1}.y }} {{ item }}`;
        nodes.push({ ...call(id, message), ...around });
        nodes.push({
          id: box,
          type,
          data: type === "for_each" ? { items: [1] } : type === "repeat" ? { times: 2 } : {},
          ...around,
        });
        edges.push({ id: `e${i}x${level}`, source: id, target: box });
      }
    }
    return { nodes, edges };
  },
  /** 2,500 joins that count, one after the other. */
  joins: () => {
    const nodes: Graph["nodes"][number][] = [start];
    const edges: Graph["edges"][number][] = [];
    for (let i = 0; i < SIZE / 4 - 1; i++) {
      const from = i === 0 ? "start" : `j${i - 1}`;
      nodes.push(call(`a${i}`, "a"), call(`b${i}`, "b"), call(`c${i}`, "c"));
      nodes.push({ ...call(`j${i}`, `{{ steps.${from} }}`), settings: { join: { count: 2 } } });
      for (const arm of ["a", "b", "c"]) {
        edges.push({ id: `${arm}${i}`, source: from, target: `${arm}${i}` });
        edges.push({ id: `${arm}${i}j`, source: `${arm}${i}`, target: `j${i}` });
      }
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
