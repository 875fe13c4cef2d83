import { expect, test } from "vitest";
import { problems, start, type Edge, type Node } from "./test-kit.ts";

const give = (id: string, output: unknown = 1, parentId?: string): Node => ({
  id,
  type: "transform",
  data: { output },
  ...(parentId === undefined ? {} : { parentId }),
});
const box = (id: string, type: string, data: object = {}, parentId?: string): Node => ({
  id,
  type,
  data,
  ...(parentId === undefined ? {} : { parentId }),
});
const ITEMS = { items: "{{ payload.items }}" };
const WHILE = { condition: { "<": [{ var: "index" }, 3] }, maxRounds: 9 };

/** Codes about what expressions read. */
const codes = (nodes: readonly Node[], edges: readonly Edge[]) =>
  problems(nodes, edges).flatMap(({ code, severity, node }) =>
    /^(STEP|OUTPUT|VARIABLE|REFERENCE|EXPRESSION)_/.test(code) ? [`${node}: ${severity} ${code}`] : [],
  );

//   start ─▶ a ─▶ each [ b ─▶ reader ─▶ c ] ─▶ z
//        └─▶ beside
const loop = (reads: string): Node[] => [
  start,
  give("a"),
  box("each", "for_each", ITEMS),
  give("b", 1, "each"),
  give("reader", reads, "each"),
  give("c", 1, "each"),
  give("z"),
  give("beside"),
];
const LOOP_EDGES = ["start a", "a each", "each z", "start beside", "b reader", "reader c"];

test.each([
  ["{{ item.price }} {{ index }}", []],
  ["{{ steps.b }} {{ steps.a }} {{ steps.start }}", []],
  ["{{ steps.c }}", ["reader: error STEP_NOT_BEFORE"]],
  ["{{ steps.reader }}", ["reader: error STEP_NOT_BEFORE"]],
  ["{{ steps.z }}", ["reader: error STEP_NOT_BEFORE"]],
  ["{{ steps.beside }}", ["reader: error STEP_NOT_BEFORE"]],
  ["{{ steps.each }}", ["reader: error STEP_NOT_BEFORE"]],
  ["{{ steps.nobody }}", ["reader: error STEP_UNKNOWN"]],
])("inside a for_each, %s", (reads, expected) => {
  expect(codes(loop(reads), LOOP_EDGES)).toEqual(expected);
});

test.each([
  ["{{ steps.each.results[0].c }} {{ steps.each.errors }} {{ steps.each.count }}", []],
  ["{{ steps.each.result }}", ["z: error OUTPUT_FIELD_UNKNOWN"]],
  ["{{ steps.b }}", ["z: error STEP_NOT_IN_SCOPE"]],
  ["{{ steps.?b.orValue(1) }}", ["z: error STEP_NOT_IN_SCOPE"]],
  ["{{ item }}", ["z: error REFERENCE_UNKNOWN"]],
  ["{{ index }}", ["z: error REFERENCE_UNKNOWN"]],
])("behind a for_each, %s", (reads, expected) => {
  const nodes = loop("x").map((node) => (node.id === "z" ? give("z", reads) : node));
  expect(codes(nodes, LOOP_EDGES)).toEqual(expected);
});

test("the hint of a node out of scope names what can be read", () => {
  const hintFor = (type: string, data: object) =>
    problems(
      [start, box("box", type, data), give("b", 1, "box"), give("z", "{{ steps.b.x }}")],
      ["start box", "box z"],
    ).find(({ code }) => code === "STEP_NOT_IN_SCOPE")?.hint;
  expect(hintFor("for_each", ITEMS)).toBe("Read what the container gives: steps.box.results.");
  expect(hintFor("repeat", { times: 2 })).toBe("Read what the container gives: steps.box.last.");
  expect(hintFor("parallel", {})).toBe("Read what the container gives: steps.box.b.");
});

//   each [ br ─ yes ─▶ x ]        result is rendered when an item ends
test.each([
  ["{{ steps.br.case }} {{ item.id }} {{ index }}", []],
  ["{{ steps.x }}", ["each: warning STEP_MAYBE_MISSING"]],
  ["{{ steps.?x.orValue(null) }}", []],
  ["{{ steps.each }}", ["each: error STEP_NOT_BEFORE"]],
  ["{{ steps.z }}", ["each: error STEP_NOT_BEFORE"]],
])("the result of an item, %s", (result, expected) => {
  const nodes = [
    start,
    box("each", "for_each", { ...ITEMS, result }),
    box("br", "branch", { cases: [{ label: "yes", condition: true }, { else: true }] }, "each"),
    give("x", 1, "each"),
    give("z"),
  ];
  expect(codes(nodes, ["start each", "each z", "br:yes x"])).toEqual(expected);
});

test("if an `end` may end the scope early, every other result counts as possibly missing", () => {
  const nodes = [start, box("each", "for_each", { ...ITEMS, result: "{{ steps.x }}" }), give("x", 1, "each")];
  expect(codes(nodes, ["start each"])).toEqual([]);
  const ending = { id: "end", type: "end", data: { terminate: true }, parentId: "each" };
  expect(codes([...nodes, ending], ["start each"])).toEqual(["each: warning STEP_MAYBE_MISSING"]);
});

test("`items` of a loop can read the scope around the loop, but not the nodes inside it", () => {
  const nodes = (items: string) => [start, give("a"), box("each", "for_each", { items }), give("b", 1, "each")];
  expect(codes(nodes("{{ steps.a }}"), ["start a", "a each"])).toEqual([]);
  expect(codes(nodes("{{ steps.b }}"), ["start a", "a each"])).toEqual(["each: error STEP_NOT_IN_SCOPE"]);
  expect(codes(nodes("{{ item }}"), ["start a", "a each"])).toEqual(["each: error REFERENCE_UNKNOWN"]);
});

//   loop [ a ─▶ reader ]
test.each(["while", "repeat"])("inside a %s, `steps.<loop>` is the output of the rounds so far", (type) => {
  const inside = (reads: string) =>
    codes(
      [
        start,
        box("loop", type, type === "while" ? WHILE : { times: 3 }),
        give("a", 1, "loop"),
        give("reader", reads, "loop"),
      ],
      ["start loop", "a reader"],
    );
  expect(inside("{{ steps.loop.rounds }} {{ steps.loop.last }} {{ index }} {{ steps.a }}")).toEqual([]);
  expect(inside("{{ steps.loop.results }}")).toEqual(["reader: error OUTPUT_FIELD_UNKNOWN"]);
  expect(inside("{{ item }}")).toEqual(["reader: error REFERENCE_UNKNOWN"]);
});

test("the condition of a while can read the rounds so far and the nodes before the loop", () => {
  const loop = (path: string) =>
    codes(
      [
        start,
        give("before"),
        box("loop", "while", { condition: { "==": [{ var: path }, 1] }, maxRounds: 3 }),
        give("a", 1, "loop"),
        give("z"),
      ],
      ["start before", "before loop", "loop z"],
    );
  expect(loop("steps.loop.last.a")).toEqual([]);
  expect(loop("index")).toEqual([]);
  expect(loop("steps.before")).toEqual([]);
  expect(loop("steps.z")).toEqual(["loop: error STEP_NOT_BEFORE"]);
  expect(loop("steps.a")).toEqual(["loop: error STEP_NOT_IN_SCOPE"]);
  expect(loop("item")).toEqual(["loop: warning REFERENCE_UNKNOWN"]);
});

//   outer(for_each) [ a ─▶ inner(repeat) [ b ] ]
test("a loop in a loop sees the item of the one around it", () => {
  const nodes = (reads: string, view = "x") => [
    start,
    box("outer", "for_each", ITEMS),
    give("a", view, "outer"),
    box("inner", "repeat", { times: 2 }, "outer"),
    give("b", reads, "inner"),
  ];
  const edges = ["start outer", "a inner"];
  expect(codes(nodes("{{ item }} {{ index }} {{ steps.a }} {{ steps.inner.rounds }}"), edges)).toEqual([]);
  expect(codes(nodes("{{ steps.outer }}"), edges)).toEqual(["b: error STEP_NOT_BEFORE"]);
  expect(codes(nodes("x", "{{ steps.b }}"), edges)).toEqual(["a: error STEP_NOT_IN_SCOPE"]);
});

//   race [ a ─▶ b | c ]
test("the branches of a race do not see each other", () => {
  const nodes = (reads: string) => [
    start,
    box("race", "race"),
    give("a", 1, "race"),
    give("b", reads, "race"),
    give("c", 1, "race"),
    give("z", "{{ steps.race.winner }} {{ steps.race.output.b }}"),
  ];
  const edges = ["start race", "race z", "a b"];
  expect(codes(nodes("{{ steps.a }}"), edges)).toEqual([]);
  expect(codes(nodes("{{ steps.c }}"), edges)).toEqual(["b: error STEP_NOT_BEFORE"]);
});

//   try [ a ] ┬ out ────▶ ok ──┐
//             ├ catch ──▶ bad ─┴▶ both
//             └ finally ▶ after
test("which nodes have certainly run behind a try", () => {
  const edges = [
    "start try",
    "try ok",
    "try:catch bad",
    "ok both",
    "bad both",
    "try:finally after",
    "after last",
    "both last",
  ];
  const nodes = (reader: string, reads: string) =>
    [
      start,
      box("try", "try"),
      give("a", 1, "try"),
      ...["ok", "bad", "both", "after", "last"].map((id) => give(id)),
    ].map((node) => (node.id === reader ? give(reader, reads) : node));
  expect(codes(nodes("bad", "{{ steps.try.error.code }}"), edges)).toEqual([]);
  expect(codes(nodes("ok", "{{ steps.try.a }}"), edges)).toEqual([]);
  expect(codes(nodes("both", "{{ steps.ok }}"), edges)).toEqual(["both: warning STEP_MAYBE_MISSING"]);
  // The try takes out or catch, and always finally.
  expect(codes(nodes("last", "{{ steps.after }}"), edges)).toEqual([]);
  // Without a catch, the failure continues to the scope around it after finally.
  expect(codes(nodes("last", "{{ steps.both }}"), edges)).toEqual(["last: warning STEP_MAYBE_MISSING"]);
});

test("the output of a scope has a field for each of its last nodes", () => {
  const edges = ["start par", "par z"];
  const nodes = (reads: string) => [
    start,
    box("par", "parallel"),
    give("a", 1, "par"),
    give("b", 1, "par"),
    give("z", reads),
  ];
  expect(codes(nodes("{{ steps.par.a }} {{ steps.par.b.deep }}"), edges)).toEqual([]);
  expect(codes(nodes("{{ steps.par.c }}"), edges)).toEqual(["z: error OUTPUT_FIELD_UNKNOWN"]);
});

test("variables of a for_each belong to its items", () => {
  const set = (id: string, parentId?: string): Node => ({ ...box(id, "set", { values: { x: 1 } }, parentId) });
  const nodes = [
    start,
    box("each", "for_each", { ...ITEMS, result: "{{ vars.x }}" }),
    set("in", "each"),
    give("use", "{{ vars.x }}", "each"),
  ];
  const edges = ["start each", "in use", "each z"];
  const reader = give("z", "{{ vars.x }}");
  expect(codes([...nodes, give("z")], edges)).toEqual([]);
  expect(codes([...nodes, reader], edges)).toEqual(["z: error VARIABLE_NOT_IN_SCOPE"]);
  expect(codes([...nodes, reader, set("out")], ["start out", "out each", ...edges])).toEqual([]);
  const rounds = [start, box("loop", "repeat", { times: 2 }), set("in", "loop"), reader];
  expect(codes(rounds, ["start loop", "loop z"])).toEqual([]);
});

test("a variable may be read if a `set` takes its names from a template", () => {
  const nodes = [start, box("set", "set", { values: "{{ payload }}" }), give("z", "{{ vars.whatever }}")];
  expect(codes(nodes, ["start set", "set z"])).toEqual([]);
});

//   book ─▶ pay ─▶ ship      undo compensates book and pay
test("a compensation can read the output of the step that it compensates and of the steps before that", () => {
  const step = (id: string, compensate?: string): Node => ({
    id,
    type: "http_call",
    data: { url: "https://x.test" },
    ...(compensate === undefined ? {} : { settings: { compensate } }),
  });
  const nodes = (body: string, shared: boolean) => [
    start,
    step("book", "undo"),
    step("pay", shared ? "undo" : undefined),
    step("ship"),
    { ...step("undo"), data: { url: "https://x.test", body } },
  ];
  const edges = ["start book", "book pay", "pay ship"];
  expect(codes(nodes("{{ steps.book.status }} {{ steps.start }}", false), edges)).toEqual([]);
  expect(codes(nodes("{{ steps.pay }}", false), edges)).toEqual(["undo: error STEP_NOT_BEFORE"]);
  expect(codes(nodes("{{ steps.book }}", true), edges)).toEqual([]);
  expect(codes(nodes("{{ steps.pay }}", true), edges)).toEqual(["undo: warning STEP_MAYBE_MISSING"]);
});
