import fc from "fast-check";
import type { Graph, GraphEdge, GraphNode, JsonObject, TraceEntry, Operation } from "@tempograph/graph";
import { failing, inside, node, probe, start } from "@tempograph/graph/conformance";

/** An action of a person. Its path is chosen when its moment has come. */
export interface Move {
  /** Milliseconds after the previous move. */
  readonly afterMs: number;
  /** Whether it runs concurrently with the next move, so that both may come in one workflow task. */
  readonly together: boolean;
  /** Whether the same request is sent twice, which must count once. */
  readonly twice: boolean;
  readonly deed: Deed;
  /** Selects the path, as a fraction of the list of known paths; with `isOpen`, of the list of open paths. */
  readonly on: number;
  /** Selects one of the operations that fit. */
  readonly pick: number;
  readonly isOpen: boolean;
}

/** What a move does. `fitting` is an operation that the path waits for. */
export type Deed = "signal" | "reply" | "cancel" | "fitting" | ((path: string) => Operation);

export interface Steering {
  readonly graph: Graph;
  readonly moves: readonly Move[];
  readonly historyLimit?: number;
  readonly endsCancelled: boolean;
}

const DEEDS: readonly Deed[] = [
  "signal",
  "reply",
  () => ({ name: "pause" }),
  () => ({ name: "resume" }),
  () => ({ name: "resume" }),
  (path) => ({ name: "decide", path, decision: "approved", data: { amount: 1 } }),
  (path) => ({ name: "decide", path, decision: "rejected", data: { amount: 2 } }),
  (path) => ({ name: "decide", path, decision: "approved", data: "no form" }),
  (path) => ({ name: "skipWait", path, output: "skipped" }),
  (path) => ({ name: "skipWait", path }),
  (path) => ({ name: "retry", path }),
  (path) => ({ name: "retry", path, input: { give: "mended" } }),
  (path) => ({ name: "skip", path, output: { skipped: true } }),
  (path) => ({ name: "skip", path, output: null, port: "right" }),
  (path) => ({ name: "fail", path, message: "no more of it" }),
];

const AT_AN_INCIDENT = DEEDS.slice(-5);
const AT_AN_APPROVAL = DEEDS.slice(5, 8);
const AT_A_WAIT = DEEDS.slice(8, 10);

/** An operation that is possible for the step in the state of the entry. */
export function fitting({ path, kind, type }: TraceEntry, pick: number): Operation {
  const deeds = kind === "incident" ? AT_AN_INCIDENT : type === "approval" ? AT_AN_APPROVAL : AT_A_WAIT;
  return (deeds[pick % deeds.length] as (path: string) => Operation)(path);
}

function arbitraryMove(talks: boolean): fc.Arbitrary<Move> {
  return fc.record({
    afterMs: fc.nat(40),
    together: fc.boolean(),
    twice: fc.nat(5).map((one) => one === 0),
    deed: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom<Deed>(...DEEDS) },
      { weight: 30, arbitrary: fc.constant<Deed>("fitting") },
      { weight: talks ? 1 : 0, arbitrary: fc.constant<Deed>("cancel") },
    ),
    pick: fc.nat(100),
    on: fc.double({ min: 0, max: 0.999, noNaN: true }),
    isOpen: fc.nat(4).map((one) => one > 0),
  });
}

/** A graph of parallel branches. Each branch is a chain of nodes that wait, nodes that fail, and containers of such nodes. */
function graphOf(paths: readonly (readonly number[])[]): Graph {
  const nodes: GraphNode[] = [start];
  const edges: GraphEdge[] = [];
  for (const [path, picks] of paths.entries()) {
    let before = start;
    for (const [index, pick] of picks.entries()) {
      const [first, ...rest] = nodesOf(`n${path}${index}`, pick);
      nodes.push(first, ...rest);
      const sourceHandle = before.type === "approval" ? "approved" : "out";
      edges.push({ id: `e${edges.length}`, source: before.id, target: first.id, sourceHandle });
      before = first;
    }
  }
  return { nodes, edges };
}

const form: JsonObject = { type: "object", properties: { amount: { type: "number" } }, required: ["amount"] };

function holding(container: GraphNode, ...children: GraphNode[]): readonly [GraphNode, ...GraphNode[]] {
  const [first, ...rest] = inside(container, ...children);
  return [first!, ...rest];
}

const KINDS = 14;
/** The kinds of nodes that do not wait for a reply. */
const QUIET = [0, 1, 2, 3, 4, 5, 8, 9, 10, 12, 13];

function nodesOf(id: string, pick: number): readonly [GraphNode, ...GraphNode[]] {
  const inner = `${id}i`;
  switch (pick % KINDS) {
    case 0:
      return [node(id, "approval", { form })];
    case 1:
      return [node(id, "approval", { approvers: ["role:boss"] })];
    case 2:
      return [node(id, "wait_for_signal", { name: "go" })];
    case 3:
      return [node(id, "delay", { ms: pick > 50 ? 300 : 60_000 })];
    case 4:
      return [failing(id, {}, { onError: "pause" })];
    case 5:
      return [probe(id, { takesMs: pick }, { compensate: `${id}u` }), probe(`${id}u`)];
    case 6:
      return [node(id, "call_workflow", { workflow: "child" })];
    case 7:
      return [node(id, "wait_for_event", { eventType: "paid" })];
    case 8:
      return holding(
        node(id, "for_each", { items: [1, 2], concurrency: 1 + (pick % 2) }),
        failing(inner, {}, { onError: "pause" }),
      );
    case 9:
      return holding(
        node(id, "race"),
        node(inner, "approval", { form }),
        node(`${inner}2`, "wait_for_signal", { name: "go" }),
      );
    case 10:
      return holding(node(id, "try", {}, { onError: "pause" }), failing(inner, {}, { onError: "pause" }));
    case 11:
      return holding(node(id, "lock", { key: "k" }), node(inner, "wait_for_signal", { name: "go" }));
    case 12:
      return holding(node(id, "repeat", { times: 2 }), node(inner, "delay", { ms: 60_000 }));
    default:
      return [failing(id, { takesMs: pick }, { onError: "continue" })];
  }
}

/**
 * Random graphs that soon wait for people, with random moves.
 *
 * @param talks whether there are also signals, replies and cancels
 */
export function arbitrarySteering(talks: boolean): fc.Arbitrary<Steering> {
  const pick = fc.nat(99).map((one) => (talks ? one : one - (one % KINDS) + QUIET[one % QUIET.length]!));
  return fc
    .record({
      graph: fc.array(fc.array(pick, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }).map(graphOf),
      moves: fc.array(arbitraryMove(talks), { minLength: 1, maxLength: 14 }),
      limit: fc.option(fc.integer({ min: 6, max: 30 }), { nil: null, freq: 2 }),
      endsCancelled: talks ? fc.boolean() : fc.constant(false),
    })
    .map(({ limit, ...one }) => ({ ...one, ...(limit !== null && { historyLimit: limit }) }));
}
