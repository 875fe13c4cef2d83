import fc from "fast-check";
import type { Graph, GraphEdge, GraphNode, NodeSettings } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";

/**
 * Any graph that an editor could save, sound or not: containers in containers, ports of all kinds, edges to nowhere and back,
 * ids twice, keys that nobody knows.
 */
export const arbitraryGraph = (): fc.Arbitrary<Graph> =>
  fc
    .record({
      nodes: fc.array(arbitraryNode(), { minLength: 0, maxLength: 12 }),
      edges: fc.array(arbitraryEdge(), { maxLength: 16 }),
      clean: fc.boolean(),
      extra: fc.constantFrom<JsonObject>({}, { viewport: { x: -0, y: 1.5 } }, { settings: { durability: "burst" } }),
    })
    .map(({ nodes, edges, clean, extra }) => assemble(nodes, edges, clean, extra));

interface RandomNode {
  readonly type: string;
  readonly data: JsonObject;
  readonly parent: number;
  readonly id: string | null;
  readonly settings: NodeSettings | null;
  readonly compensate: number | null;
  readonly extra: JsonObject;
}

interface RandomEdge {
  readonly from: number;
  readonly to: number;
  readonly port: number;
  readonly id: string | null;
  readonly extra: JsonObject;
}

const CONTAINERS = ["for_each", "while", "repeat", "race", "try", "parallel", "lock"];

const json: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, "text", "{{ payload.a }}", "`${x}`", 'quote"\\', -0, 1.5, "1", []),
  fc.dictionary(fc.constantFrom("a", "1", "two words", "constructor"), fc.integer(), {
    maxKeys: 2,
  }) as fc.Arbitrary<Json>,
  fc.constant(JSON.parse('{"__proto__": {"x": 1}}') as Json),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const fields = (model: { readonly [key: string]: fc.Arbitrary<Json | undefined> }): fc.Arbitrary<JsonObject> =>
  fc.record(model).map((data) => JSON.parse(JSON.stringify(data)) as JsonObject);
const condition = fc.constantFrom<Json>({ ">": [{ var: "n" }, 1] }, true, { var: "vars.x" });

const cases: fc.Arbitrary<Json> = fc.oneof(
  fc.constant([
    { label: "yes", condition: { var: "n" } },
    { label: "no", else: true },
  ] as Json),
  fc.constant([{ label: "a", condition: true }, { label: "b", condition: false }, { else: true }] as Json),
  fc.constant([{ label: "a", condition: true }] as Json),
  fc.constant([
    { label: "a", condition: true, next: "n1" },
    { else: true, next: "nobody" },
  ] as Json),
  fc.constant([{ value: "a" }, { value: 1, label: "b" }, { else: true }] as Json),
  fc.constant([{ value: "a" }] as Json),
);

/** Data as the methods of the builder say it, and as they cannot. */
const DATA: { readonly [type: string]: fc.Arbitrary<JsonObject> } = {
  start: fc.constant({}),
  probe: fields({ value: json }),
  http_call: fields({ url: fc.constant("https://example.com"), body: optional(json) }),
  branch: fields({ cases }),
  switch: fields({ value: fc.constantFrom("{{ payload.tier }}", "x"), cases }),
  delay: fields({ ms: optional(fc.constantFrom(5, "2h")), duration: optional(fc.constantFrom("1d", 7)) }),
  sleep_until: fields({ until: fc.constant("2030-01-01"), timeZone: optional(fc.constant("Europe/Berlin")) }),
  wait_for_signal: fields({ name: fc.constant("paid"), timeout: optional(fc.constant("2d")) }),
  wait_for_event: fields({
    eventType: fc.constant("order.paid"),
    match: optional(condition),
    timeout: optional(fc.constant("2d")),
    lookBack: optional(fc.constant("1h")),
  }),
  approval: fields({ title: optional(fc.constant("Please")), timeout: optional(fc.constant("2d")) }),
  call_workflow: fields({ workflow: fc.constant("Other"), data: optional(json), timeout: optional(fc.constant("1h")) }),
  signal_workflow: fields({ executionId: fc.constant("x"), name: fc.constant("go") }),
  emit_event: fields({ eventType: fc.constant("x.y"), data: json }),
  set: fields({ values: fc.constantFrom<Json>({ a: 1 }, { b: "{{ payload.b }}" }, []) }),
  transform: fields({ output: optional(json), logic: optional(condition) }),
  end: fields({ output: optional(json), terminate: optional(fc.boolean()) }),
  fail: fields({ message: fc.constant("no"), code: optional(fc.constant("NO")) }),
  for_each: fields({
    items: fc.constantFrom<Json>("{{ payload.items }}", [1, 2]),
    concurrency: optional(fc.constant(5)),
    onItemError: optional(fc.constant("continue")),
    result: optional(json),
    compensate: optional(fc.constant("onFail")),
  }),
  while: fields({ condition, maxRounds: optional(fc.constant(9)), testAfter: optional(fc.boolean()) }),
  repeat: fields({ times: fc.constantFrom(3, "{{ payload.times }}") }),
  race: fields({ onBranchError: optional(fc.constant("continue")), odd: optional(json) }),
  try: fields({ compensate: optional(fc.constant("keep")) }),
  parallel: fields({ odd: optional(json) }),
  lock: fields({ key: fc.constant("k"), timeout: optional(fc.constant("1m")) }),
  group: fc.constant({}),
};

function arbitraryNode(): fc.Arbitrary<RandomNode> {
  const type = fc.constantFrom(...Object.keys(DATA), "probe", "probe", "http_call", "branch", ...CONTAINERS);
  return type.chain((name) =>
    fc.record({
      type: fc.constant(name),
      data: fc.oneof({ weight: 8, arbitrary: DATA[name]! }, { weight: 1, arbitrary: fields({ value: json }) }),
      parent: fc.nat(30),
      id: fc.option(fc.constantFrom("n1", "with space", "__proto__", "a.b", "1"), { nil: null, freq: 12 }),
      settings: fc.option(
        fc.constantFrom<NodeSettings>({}, { join: "any" }, { onError: "continue" }, { compensate: "n2" }),
        {
          nil: null,
          freq: 4,
        },
      ),
      compensate: fc.option(fc.nat(11), { nil: null, freq: 5 }),
      extra: fc.constantFrom<JsonObject>({}, {}, {}, { label: "Label" }, { position: { x: 1, y: 2 } }),
    }),
  );
}

function arbitraryEdge(): fc.Arbitrary<RandomEdge> {
  return fc.record({
    from: fc.nat(11),
    to: fc.nat(11),
    port: fc.nat(20),
    id: fc.option(fc.constantFrom("e1", "e2", "1", "2"), { nil: null, freq: 3 }),
    extra: fc.constantFrom<JsonObject>({}, {}, {}, { animated: true }),
  });
}

const PORTS = [
  "out",
  "error",
  "yes",
  "no",
  "a",
  "b",
  "else",
  "timeout",
  "catch",
  "finally",
  "approved",
  "rejected",
  "1",
  "0",
];

/** `clean`: ids once, edges forward within their scope, and every node led to where it can be. */
function assemble(
  given: readonly RandomNode[],
  arrows: readonly RandomEdge[],
  clean: boolean,
  extra: JsonObject,
): Graph {
  const nodes: GraphNode[] = [];
  for (const [index, { type, data, parent, id, settings, compensate, extra: more }] of given.entries()) {
    const parents = nodes.filter((node) => CONTAINERS.includes(node.type));
    const parentId = clean ? parents[parent % (parents.length + 2)]?.id : nodes[parent]?.id;
    const own = clean || id === null ? `n${index}` : id;
    const compensation = compensate === null ? {} : { compensate: `n${compensate}` };
    const whole = { ...settings, ...compensation };
    nodes.push({
      ...more,
      id: own,
      type: index === 0 && clean ? "start" : type,
      data: index === 0 && clean ? {} : data,
      ...(parentId !== undefined && { parentId }),
      ...(Object.keys(whole).length > 0 && { settings: whole }),
    });
  }
  const edges = arrows.flatMap((arrow, index) => edgeOf(arrow, index, nodes, clean));
  return { ...extra, nodes, edges };
}

function edgeOf(
  { from, to, port, id, extra }: RandomEdge,
  index: number,
  nodes: readonly GraphNode[],
  clean: boolean,
): GraphEdge[] {
  const target = nodes[to];
  const before = clean ? nodes.slice(0, to).filter((node) => node.parentId === target?.parentId) : nodes;
  const source = before[from % (before.length || 1)];
  const sourceHandle = PORTS[port] ?? (port % 2 === 0 ? "out" : null);
  const edge = { ...extra, id: clean || id === null ? `edge-${index}` : id, sourceHandle };
  if (clean)
    return source === undefined || target === undefined ? [] : [{ ...edge, source: source.id, target: target.id }];
  return [{ ...edge, source: source?.id ?? "nobody", target: target?.id ?? "nowhere" }];
}
