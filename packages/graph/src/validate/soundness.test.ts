import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { freeze } from "../compile/freeze.ts";
import type { Graph, GraphEdge, GraphNode, Join } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import type { Command } from "../interpret/command.ts";
import { Machine } from "../interpret/machine.ts";
import type { MachineEvent } from "../interpret/machine-event.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

const workflow = { id: "wf", name: "random", version: 1 };

test("validateGraph never throws, and a graph without errors can be frozen and compiled", { timeout: 60_000 }, () => {
  const id = fc.constantFrom("n0", "n1", "n2", "n3");
  const text = fc.constantFrom(
    "x",
    "{{ payload.x }}",
    "{{ event.type }} {{ workflow.id }}",
    "{{ steps.n0 }}",
    "{{ steps.?n1.orValue(1) }}",
  );
  const rule = fc.constantFrom<Json>(true, { var: "x" }, { "==": [{ var: "steps.n0" }, 1] });
  const one = fc.record(
    { label: fc.constantFrom("x", "y"), condition: rule, next: id },
    { requiredKeys: ["condition"] },
  );
  const likely = fc.oneof(
    fc.record({ type: fc.constant("send_notification"), data: fc.record({ toRole: text, message: text }) }),
    fc.record({
      type: fc.constant("http_call"),
      data: fc.record({ url: text, body: fc.jsonValue({ maxDepth: 2 }) }, { requiredKeys: ["url"] }),
    }),
    fc.record({ type: fc.constantFrom("transform", "end"), data: fc.record({ output: text }) }),
    fc.record({
      type: fc.constant("branch"),
      data: fc.record({ cases: fc.array(one, { minLength: 1, maxLength: 3 }) }),
    }),
    fc.record({ type: fc.constantFrom("start", "start", "check") }),
    fc.record({ type: fc.constantFrom("try", "parallel", "race") }),
    fc.record({
      type: fc.constant("for_each"),
      data: fc.record({ items: fc.constantFrom<Json>([1], "{{ payload.x }}"), result: text }),
    }),
    fc.record({
      type: fc.constantFrom("while", "repeat"),
      data: fc.record({
        condition: rule,
        maxRounds: fc.constant(2),
        times: fc.constantFrom<Json>(2, "{{ payload.x }}"),
      }),
    }),
  );
  const rare = fc.record(
    {
      type: fc.constantFrom(...FIXTURE_TYPES.keys(), "nope", "for_each"),
      data: fc.dictionary(
        fc.constantFrom("cases", "logic", "values", "output", "url"),
        fc.oneof(fc.constant("{{"), fc.jsonValue({ maxDepth: 3 })),
      ),
      parentId: id,
    },
    { requiredKeys: ["type"] },
  );
  const settings = fc.record(
    {
      join: fc.constantFrom<Json>("any", "all", { count: 1 }),
      retry: fc.constantFrom<Json>({ maximumAttempts: 2, initialInterval: "1s" }, { initialInterval: "soon" }, null),
      timeout: fc.constantFrom<Json>({ startToClose: "5s", heartbeat: null }, {}),
      onError: fc.constantFrom<Json>("continue", "fail", "pause"),
      compensate: id,
      durability: fc.constantFrom<Json>("step", "burst"),
    },
    { requiredKeys: [] },
  );
  const node = fc.tuple(
    fc.oneof({ weight: 9, arbitrary: likely }, { weight: 1, arbitrary: rare }),
    fc.option(settings, { freq: 1 }),
    fc.option(id, { freq: 1 }),
    fc.nat(20),
  );
  const arrow = fc.constantFrom([0, 1], [0, 2], [1, 2], [0, 3], [2, 3], [1, 3], [3, 0], [7, 1]);
  const edge = fc.tuple(arrow, fc.option(fc.constantFrom("out", "out", "x", "error"), { freq: 1 }));
  let clean = 0;
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 4 }), fc.array(edge, { maxLength: 4 }), (drawn, arrows) => {
      const { graph } = parseGraph({
        // Sometimes two nodes have the same id.
        nodes: drawn.map(([fields, more, parentId, twin], index) => ({
          parentId,
          ...fields,
          id: `n${twin === 20 ? 0 : index}`,
          settings: more,
        })),
        edges: arrows.map(([[source, target], sourceHandle]) => ({
          source: `n${source}`,
          target: `n${target}`,
          sourceHandle,
        })),
      });
      if (graph === null) return;
      if (validateGraph({ graph, types: FIXTURE_TYPES }).some(({ severity }) => severity === "error")) return;
      clean += 1;
      compile(freeze({ graph, types: FIXTURE_TYPES, workflow }));
    }),
    { numRuns: 2_000 },
  );
  expect(clean).toBeGreaterThan(50);
});

interface Plan {
  readonly kind: "call" | "check" | "branch" | "transform";
  readonly join: Join;
  /** Edges from earlier nodes: which, and on which of their ports. */
  readonly from: readonly (readonly [number, number])[];
  readonly reads: readonly number[];
}

const PORTS = { call: ["out", "error"], check: ["yes", "no"], branch: ["yes", "else"], transform: ["out"] } as const;
const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom("call", "check", "branch", "transform"),
  join: fc.oneof(fc.constantFrom<Join>("all", "all", "any"), fc.constant<Join>({ count: 1 })),
  from: fc.array(fc.tuple(fc.nat(20), fc.nat(1)), { maxLength: 3 }),
  reads: fc.array(fc.nat(20), { maxLength: 3 }),
});

function graphOf(plans: readonly Plan[], keep: (node: number, source: number) => boolean): Graph {
  const edges: GraphEdge[] = [];
  const nodes = plans.map(({ kind, join, from, reads }, index): GraphNode => {
    for (const [source, port] of index === 0 ? [] : from) {
      const ports = PORTS[plans[source % index]!.kind];
      edges.push({
        id: `e${edges.length}`,
        source: `n${source % index}`,
        target: `n${index}`,
        sourceHandle: ports[port % ports.length]!,
      });
    }
    const texts = [...new Set(reads.map((read) => read % plans.length))]
      .filter((read) => keep(index, read))
      .map((read) => `{{ steps.n${read} }}`);
    const data: { [key: string]: Json } =
      kind === "branch"
        ? { cases: [{ label: "yes", condition: { var: `b${index}` } }, { else: true }] }
        : kind === "transform"
          ? { output: texts }
          : kind === "call"
            ? { url: "x", body: texts }
            : { texts };
    const type = { call: "http_call", check: "check", branch: "branch", transform: "transform" }[kind];
    return { id: `n${index}`, type, data, settings: { join } };
  });
  return { nodes, edges };
}

// Random graphs of calls, checks, branches and transforms that read each other's outputs. References that get a problem are
// removed. The graphs are then run with random ports, failures behind error edges, and orders of answers.
test("a reference without an error or a warning always has a value when the step runs", { timeout: 60_000 }, () => {
  let kept = 0;
  fc.assert(
    fc.property(
      fc.array(plan, { minLength: 2, maxLength: 9 }),
      fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      (plans, dice) => {
        const problems = validateGraph({ graph: graphOf(plans, () => true), types: FIXTURE_TYPES });
        const bad = new Set(
          problems.flatMap(({ code, node, message }) =>
            code.startsWith("STEP_") ? [`${node} ${/steps\.(n\d+)/.exec(message)?.[1] ?? node}`] : [],
          ),
        );
        const graph = graphOf(plans, (node, source) => !bad.has(`n${node} n${source}`));
        const left = validateGraph({ graph, types: FIXTURE_TYPES });
        expect(left.filter(({ code }) => code.startsWith("STEP_") || code.startsWith("EXPRESSION_"))).toEqual([]);
        kept += JSON.stringify(graph).split("{{").length - 1;
        if (left.some(({ severity }) => severity === "error")) return;
        const failure = run(graph, dice);
        expect(failure?.code).not.toBe("EXPRESSION_PATH_MISSING");
      },
    ),
    { numRuns: 2_000 },
  );
  expect(kept).toBeGreaterThan(1_000);
});

function run(graph: Graph, dice: readonly number[]): { readonly code: string } | null {
  let rolls = 0;
  const roll = (sides: number) => (dice[rolls++ % dice.length]! + rolls) % sides;
  const machine = new Machine(compile(freeze({ graph, types: FIXTURE_TYPES, workflow })));
  const payload = Object.fromEntries(graph.nodes.map((_, index) => [`b${index}`, roll(2) === 0]));
  const open: Extract<Command, { kind: "runStep" }>[] = [];
  let events: MachineEvent[] = [
    {
      kind: "started",
      executionId: "exe",
      event: { id: "evt", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: payload },
      time: 0,
    },
  ];
  for (let turn = 0; turn < 100; turn++) {
    for (const command of machine.apply(events, turn).commands) {
      if (command.kind === "runStep") open.push(command);
      if (command.kind === "fail") return command.failure;
      if (command.kind === "complete") return null;
    }
    const [step] = open.splice(roll(open.length), 1);
    if (step === undefined) return null;
    const { path, type } = step;
    const hasErrorEdge = graph.edges.some((edge) => edge.source === step.nodeId && edge.sourceHandle === "error");
    if (hasErrorEdge && roll(2) === 0)
      events = [{ kind: "stepFailed", path, failure: { code: "BOOM", message: "boom" } }];
    else
      events = [
        {
          kind: "stepSucceeded",
          path,
          output: { ok: true },
          ...(type === "check" && { port: roll(2) === 0 ? "yes" : "no" }),
        },
      ];
  }
  return null;
}
