import { expect, test } from "vitest";
import { call, found, notify, problems, start, type Edge, type Node } from "./test-kit.ts";

const box = (id: string, type: string, data: object = {}, parentId?: string): Node => ({
  id,
  type,
  data,
  ...(parentId === undefined ? {} : { parentId }),
});
const step = (id: string, parentId?: string): Node => ({
  ...call(id),
  ...(parentId === undefined ? {} : { parentId }),
});
const ITEMS = { items: "{{ payload.items }}" };

test.each<[string, Node[], Edge[], string[]]>([
  // start ─▶ each [ a ─▶ b ] ─▶ z
  [
    "a loop with a chain in it",
    [start, box("each", "for_each", ITEMS), step("a", "each"), step("b", "each"), step("z")],
    ["start each", "a b", "each z"],
    [],
  ],
  // all seven container types, nested in each other
  [
    "nested containers",
    [
      box("c1", "for_each", ITEMS),
      box("c2", "repeat", { times: 2 }, "c1"),
      box("c3", "while", { condition: { "<": [{ var: "index" }, 3] }, maxRounds: 9 }, "c2"),
      box("c4", "race", {}, "c3"),
      box("c5", "try", {}, "c4"),
      box("c6", "parallel", {}, "c5"),
      box("c7", "lock", { key: "{{ item.id }}", timeout: "1m" }, "c6"),
      step("a", "c7"),
      step("b", "c4"),
      step("sorry", "c4"),
    ],
    ["c5:catch sorry"],
    [],
  ],
  [
    "an edge into a container",
    [start, box("par", "parallel"), step("a", "par"), step("b", "par")],
    ["start par", "start a", "a b"],
    ["error EDGE_ACROSS_SCOPES /edges/1"],
  ],
  [
    "an edge from one container to another",
    [start, box("p", "parallel"), box("q", "parallel"), step("a", "p"), step("b", "q")],
    ["start p", "start q", "a b"],
    ["error EDGE_ACROSS_SCOPES /edges/2"],
  ],
  ["a container that is empty", [start, box("par", "parallel")], ["start par"], ["warning CONTAINER_EMPTY /nodes/1"]],
  [
    "a container that no path leads to is reported once, without its members",
    [start, step("z"), box("par", "parallel"), step("a", "par"), step("b", "par")],
    ["start z", "a b"],
    ["warning UNREACHABLE_NODE /nodes/2"],
  ],
  [
    "a cycle in a container",
    [start, box("par", "parallel"), step("a", "par"), step("b", "par")],
    ["start par", "a b", "b a"],
    ["error GRAPH_CYCLE /nodes/2"],
  ],
  [
    "a parent that is no node",
    [start, { ...step("a"), parentId: "echa" }, box("each", "for_each", ITEMS), step("b", "each")],
    ["start a", "start each"],
    ["warning PARENT_UNKNOWN /nodes/1/parentId"],
  ],
  [
    "a parent that is no container",
    [start, step("a"), { ...step("b"), parentId: "a" }],
    ["start a", "a b"],
    ["warning PARENT_NOT_A_CONTAINER /nodes/2/parentId"],
  ],
  [
    "a visual frame in a container, around some of its nodes",
    [
      start,
      box("par", "parallel"),
      { id: "frame", type: "group", parentId: "par" },
      { ...step("a"), parentId: "frame" },
    ],
    ["start par"],
    [],
  ],
  [
    "containers in a circle",
    [start, box("p", "parallel", {}, "q"), box("q", "parallel", {}, "p"), step("a", "q")],
    [],
    ["error PARENT_CYCLE /nodes/1/parentId"],
  ],
  [
    "a container in itself",
    [start, box("p", "parallel", {}, "p"), step("a", "p")],
    ["start p"],
    ["error PARENT_CYCLE /nodes/1/parentId"],
  ],
  [
    "a while without a bound",
    [start, box("loop", "while", { condition: true }), step("a", "loop")],
    ["start loop"],
    ["error LOOP_WITHOUT_BOUND /nodes/1/data"],
  ],
  [
    "a while without a condition",
    [start, box("loop", "while", { maxRounds: 3 }), step("a", "loop")],
    ["start loop"],
    ["error INVALID_NODE_DATA /nodes/1/data"],
  ],
  [
    "a try that catches nothing",
    [start, box("try", "try"), step("a", "try"), step("z")],
    ["start try", "try z"],
    ["warning TRY_WITHOUT_CATCH /nodes/1"],
  ],
  [
    "a try with finally alone",
    [start, box("try", "try"), step("a", "try"), step("z")],
    ["start try", "try:finally z"],
    [],
  ],
  [
    "a race of one",
    [start, box("race", "race"), step("a", "race"), step("b", "race")],
    ["start race", "a b"],
    ["warning RACE_ONE_BRANCH /nodes/1"],
  ],
  //         ┌ a ─┬▶ c     a and b begin the same branch; d is the second branch
  //    race ┤ b ─┘
  //         └ d
  [
    "branches of a race that meet",
    [start, box("race", "race"), ...["a", "b", "c", "d"].map((id) => step(id, "race"))],
    ["start race", "a c", "b c"],
    ["warning RACE_BRANCHES_SHARED /nodes/1"],
  ],
  [
    "branches of a race that share a compensation",
    [
      start,
      box("race", "race"),
      { ...step("a", "race"), settings: { compensate: "undo" } },
      { ...step("b", "race"), settings: { compensate: "undo" } },
      step("undo", "race"),
    ],
    ["start race"],
    ["warning RACE_BRANCHES_SHARED /nodes/1", "warning RACE_ONE_BRANCH /nodes/1"],
  ],
])("%s", (_, nodes, edges, expected) => {
  expect(found(nodes, edges)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ["for_each", { items: [1, 2], concurrency: 5, onItemError: "continue", result: "{{ item }}" }, []],
  ["for_each", { items: ["{{ payload.a }}", 2] }, []],
  ["for_each", {}, ["error INVALID_NODE_DATA /nodes/1/data"]],
  ["for_each", { items: "payload.items" }, ["error INVALID_NODE_DATA /nodes/1/data/items"]],
  ["for_each", { items: "all {{ payload.items }}" }, ["error TYPE_MISMATCH /nodes/1/data/items"]],
  ["for_each", { items: { a: 1 } }, ["error INVALID_NODE_DATA /nodes/1/data/items"]],
  ["for_each", { items: [1], concurrency: 0 }, ["error INVALID_NODE_DATA /nodes/1/data/concurrency"]],
  ["for_each", { items: [1], concurrency: "{{ payload.n }}" }, []],
  ["for_each", { items: [1], onItemError: "{{ payload.x }}" }, ["error INVALID_NODE_DATA /nodes/1/data/onItemError"]],
  ["for_each", { items: [1], concurency: 3 }, ["warning UNKNOWN_FIELD /nodes/1/data/concurency"]],
  ["repeat", { times: "{{ payload.n }}" }, []],
  ["repeat", { times: "3" }, ["error INVALID_NODE_DATA /nodes/1/data/times"]],
  ["repeat", { times: -1 }, ["error INVALID_NODE_DATA /nodes/1/data/times"]],
  ["while", { condition: { x: 1 }, maxRounds: 3 }, ["error CONDITION_UNKNOWN_OPERATOR /nodes/1/data/condition"]],
  ["while", { condition: true, maxRounds: 3, testAfter: "yes" }, ["error INVALID_NODE_DATA /nodes/1/data/testAfter"]],
  ["parallel", { compensate: "sometimes" }, ["error INVALID_NODE_DATA /nodes/1/data/compensate"]],
  ["lock", { key: "order-{{ payload.id }}" }, []],
  ["lock", {}, ["error INVALID_NODE_DATA /nodes/1/data"]],
])("the data of %s: %j", (type, data, expected) => {
  expect(found([start, { id: "c", type, data }, step("a", "c")], ["start c"])).toEqual(expected);
});

test("containers may be nested 64 deep, but not 65", () => {
  const tower = (levels: number): Node[] => [
    ...Array.from({ length: levels }, (_, level) =>
      box(`c${level}`, "parallel", {}, level === 0 ? undefined : `c${level - 1}`),
    ),
    step("a", `c${levels - 1}`),
  ];
  expect(found(tower(64))).toEqual([]);
  expect(found(tower(65))).toEqual(["error NESTING_TOO_DEEP /nodes/65/parentId"]);
  expect(found(tower(3_000)).filter((line) => line.includes("NESTING"))).toHaveLength(1);
});

test("the hint for a wrong parentId names what to write", () => {
  const nodes = [start, { ...notify, parentId: "eahc" }, box("each", "for_each", ITEMS), step("b", "each")];
  const [problem] = problems(nodes, ["start notify", "start each"]);
  expect(problem?.hint).toMatch(/^Did you mean "each"\?/);
});
