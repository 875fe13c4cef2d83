import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { freeze } from "../compile/freeze.ts";
import type { Graph, GraphEdge, GraphNode, Join } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { RunStep } from "../interpret/command.ts";
import { Machine } from "../interpret/machine.ts";
import type { MachineEvent } from "../interpret/machine-event.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

const workflow = { id: "wf", name: "random", version: 1 };
const KINDS = {
  call: { type: "http_call", ports: ["out", "error"] },
  check: { type: "check", ports: ["yes", "no"] },
  branch: { type: "branch", ports: ["yes", "else"] },
  switch: { type: "switch", ports: ["true", "else"] },
  transform: { type: "transform", ports: ["out"] },
  for_each: { type: "for_each", ports: ["out", "error"] },
  repeat: { type: "repeat", ports: ["out"] },
  while: { type: "while", ports: ["out", "error"] },
  race: { type: "race", ports: ["out", "error"] },
  try: { type: "try", ports: ["out", "catch", "finally"] },
  parallel: { type: "parallel", ports: ["out", "error"] },
  lock: { type: "lock", ports: ["out"] },
} as const;
type Kind = keyof typeof KINDS;
const HOLDS: ReadonlySet<Kind> = new Set(["for_each", "repeat", "while", "race", "try", "parallel", "lock"]);

interface Plan {
  readonly kind: Kind;
  /** Which of the earlier containers it lives in; 0 is the top level. */
  readonly home: number;
  readonly join: Join;
  /** Edges from earlier nodes of its scope: which, and on which of their ports. */
  readonly from: readonly (readonly [number, number])[];
  readonly reads: readonly number[];
  readonly undo: readonly number[] | null;
  readonly times: number;
  readonly goesOn: boolean;
}

const KIND_NAMES = Object.keys(KINDS) as Kind[];
const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom<Kind>("call", "call", "check", "transform", ...KIND_NAMES),
  home: fc.nat(3),
  join: fc.oneof(fc.constantFrom<Join>("all", "all", "all", "any"), fc.constant<Join>({ count: 2 })),
  from: fc.array(fc.tuple(fc.nat(20), fc.nat(2)), { maxLength: 3 }),
  reads: fc.array(fc.nat(25), { maxLength: 3 }),
  undo: fc.option(fc.array(fc.nat(20), { maxLength: 2 }), { freq: 3 }),
  times: fc.nat(2),
  goesOn: fc.boolean(),
});

type Keep = (reader: string, what: string) => boolean;

function graphOf(plans: readonly Plan[], keep: Keep): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const homes: string[] = [];
  for (const [index, { kind, home, join, from, reads, undo, times, goesOn }] of plans.entries()) {
    const id = `n${index}`;
    const containers = plans.slice(0, index).flatMap((one, at) => (HOLDS.has(one.kind) ? [`n${at}`] : []));
    const parent = home === 0 ? undefined : containers[containers.length - home];
    const around = parent === undefined ? {} : { parentId: parent };
    const neighbours = plans.slice(0, index).flatMap((one, at) => (homes[at] === (parent ?? "") ? [{ at, one }] : []));
    homes.push(parent ?? "");
    const before = edges.length;
    for (const [pick, port] of neighbours.length === 0 ? [] : from) {
      const { at, one } = neighbours[pick % neighbours.length]!;
      const { ports } = KINDS[one.kind];
      edges.push({ id: `e${edges.length}`, source: `n${at}`, target: id, sourceHandle: ports[port % ports.length]! });
    }
    const incoming = edges.length - before;
    const textsOf = (reader: string, list: readonly number[]) =>
      [...new Set(list.map((read) => whatIsRead(read, plans.length, index + (kind === "for_each" ? 1 : -2))))]
        .filter((what) => keep(reader, what))
        .map((what) => `{{ ${what} }}`);
    const compensate = kind === "call" && undo !== null ? { compensate: `u${index}` } : {};
    nodes.push({
      id,
      type: KINDS[kind].type,
      data: dataOf(kind, index, textsOf(id, reads), times, goesOn),
      // The test on joins covers a count above the number of edges.
      settings: {
        join: incoming < 2 ? "all" : join,
        ...compensate,
        ...(goesOn && kind === "call" ? { onError: "continue" } : {}),
      },
      ...around,
    });
    if (kind !== "call" || undo === null) continue;
    nodes.push({ id: `u${index}`, type: "http_call", data: { url: "x", body: textsOf(`u${index}`, undo) }, ...around });
  }
  return { nodes, edges };
}

/** Any node, or one near `near`: what stands in a loop comes soon after it. */
function whatIsRead(read: number, count: number, near: number): string {
  if (read > 22) return read === 23 ? "item" : "index";
  return `steps.n${read < 12 ? read % count : Math.max(0, near + (read % 3)) % count}`;
}

function dataOf(kind: Kind, index: number, texts: readonly string[], times: number, goesOn: boolean): JsonObject {
  switch (kind) {
    case "call":
      return { url: "x", body: texts };
    case "branch":
      return { cases: [{ label: "yes", condition: { var: `b${index}` } }, { else: true }] };
    case "switch":
      return { value: `{{ payload.b${index} }}`, cases: [{ value: true }, { else: true }] };
    case "transform":
      return { output: texts };
    case "for_each":
      return {
        items: ["a", "b"].slice(0, times),
        concurrency: 2,
        onItemError: goesOn ? "continue" : "stop",
        result: texts,
      };
    case "repeat":
      return { times };
    case "while":
      return { condition: { "<": [{ var: "index" }, times] }, maxRounds: 2, testAfter: goesOn };
    case "race":
      return { onBranchError: goesOn ? "continue" : "fail" };
    case "lock":
      return { key: "k" };
    default:
      return {};
  }
}

/** The reading node and the reference that a problem is about. */
function badReads(graph: Graph): ReadonlySet<string> {
  return new Set(
    validateGraph({ graph, types: FIXTURE_TYPES }).flatMap(({ code, node, message }) =>
      /^(STEP_|REFERENCE_)/.test(code)
        ? [`${node} ${/(steps\.n\d+)/.exec(message)?.[1] ?? /^"(item|index)"/.exec(message)?.[1] ?? `steps.${node}`}`]
        : [],
    ),
  );
}

/** Answers all pending commands in random order with random outcomes, including steps that were asked to stop. */
function run(graph: Graph, dice: readonly number[]): readonly TraceEntry[] {
  let rolls = 0;
  const roll = (sides: number) => (dice[rolls++ % dice.length]! + rolls) % sides;
  const machine = new Machine(compile(freeze({ graph, types: FIXTURE_TYPES, workflow })));
  const payload: { [key: string]: Json } = {};
  for (const [index] of graph.nodes.entries()) payload[`b${index}`] = roll(2) === 0;
  const open = new Map<string, RunStep>();
  const asked = new Set<string>();
  const trace: TraceEntry[] = [];
  const event = { id: "evt", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: payload };
  let events: MachineEvent[] = [{ kind: "started", executionId: "exe", event, time: 0 }];
  for (let turn = 0; turn < 300; turn++) {
    const batch = machine.apply(events, turn);
    trace.push(...batch.trace);
    for (const command of batch.commands) {
      if (command.kind === "runStep") open.set(command.path, command);
      if (command.kind === "cancel") asked.add(command.path);
    }
    const paths = [...open.keys()];
    const path = paths[roll(Math.max(paths.length, 1))];
    if (path === undefined) return trace;
    const step = open.get(path)!;
    open.delete(path);
    if (asked.has(path) && roll(2) === 0) events = [{ kind: "stepCancelled", path }];
    else if (step.type === "http_call" && roll(3) === 0)
      events = [{ kind: "stepFailed", path, failure: { code: "BOOM", message: "boom", retryable: false } }];
    else if (step.type === "check")
      events = [{ kind: "stepSucceeded", path, output: {}, port: roll(2) === 0 ? "yes" : "no" }];
    else events = [{ kind: "stepSucceeded", path, output: { granted: true } }];
  }
  return trace;
}

const runs = fc.tuple(
  fc.array(plan, { minLength: 2, maxLength: 12 }),
  fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
);

// Random graphs of steps in nested containers that read each other's outputs. References that get a problem are removed. The
// graphs are then run with random ports, failures, rounds, race winners, compensations and orders of answers.
test("in containers, a reference without an error or a warning always has a value", { timeout: 60_000 }, () => {
  const kept = { around: 0, item: 0, undo: 0, result: 0 };
  let ran = 0;
  fc.assert(
    fc.property(runs, ([plans, dice]) => {
      const bad = badReads(graphOf(plans, () => true));
      const graph = graphOf(plans, (reader, what) => !bad.has(`${reader} ${what}`));
      expect([...badReads(graph)]).toEqual([]);
      if (validateGraph({ graph, types: FIXTURE_TYPES }).some(({ severity }) => severity === "error")) return;
      ran += 1;
      const homeOf = new Map(graph.nodes.map(({ id, parentId }) => [id, parentId]));
      for (const { id, type, parentId, data } of graph.nodes) {
        for (const [, read] of JSON.stringify(data).matchAll(/\{\{ (?:steps\.)?(\w+)/g)) {
          if (read === "item" || read === "index") kept.item += 1;
          else if (type === "for_each") kept.result += 1;
          else if (id.startsWith("u")) kept.undo += 1;
          else if (homeOf.get(read!) !== parentId) kept.around += 1;
        }
      }
      const failures = run(graph, dice).filter((entry) => JSON.stringify(entry).includes("EXPRESSION_PATH_MISSING"));
      expect(failures).toEqual([]);
    }),
    { numRuns: 700 },
  );
  expect(ran).toBeGreaterThan(300);
  for (const count of Object.values(kept)) expect(count).toBeGreaterThan(20);
});

test("a join that the validator reports as never met is never met", { timeout: 60_000 }, () => {
  let flagged = 0;
  fc.assert(
    fc.property(runs, ([plans, dice]) => {
      const graph = graphOf(plans, () => false);
      const problems = validateGraph({ graph, types: FIXTURE_TYPES });
      const joins = new Set(problems.flatMap(({ code, node }) => (code === "JOIN_NEVER_MET" ? [node!] : [])));
      if (joins.size === 0 || problems.some(({ code, severity }) => severity === "error" && code !== "JOIN_NEVER_MET"))
        return;
      flagged += joins.size;
      for (const { nodeId, kind, failure } of run(graph, dice)) {
        if (!joins.has(nodeId) || failure?.code === "JOIN_UNMET") continue;
        expect(["skipped", "notReached", "cancelled"]).toContain(kind);
      }
    }),
    { numRuns: 700 },
  );
  expect(flagged).toBeGreaterThan(50);
});
