import { edges, failing, graph, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;
const undone = (id: string, data = {}) => probe(id, data, { compensate: `un${id}` });

/** Compensation of completed steps, the last one first (rule 8). In the drawings `pay↺refund` means that refund compensates pay. */
export const compensationScenarios: readonly Scenario[] = [
  {
    name: "compensation-runs-in-reverse-order-of-completion",
    rule: 8,
    meets: [1, 6, 12],
    picture: "start ─▶ a↺una ─▶ b↺unb ─▶ c ─▶ bad fails",
    graph: graph(
      [
        start,
        undone("a", { give: { id: 1 } }),
        undone("b", { give: { id: 2 } }),
        probe("c"),
        failing("bad", { code: "NO_LUCK" }),
        probe("una", { id: "{{ steps.a.id }}" }),
        probe("unb", { id: "{{ steps.b.id }}" }),
      ],
      edges("start > a > b > c > bad"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: [
        "start completed",
        "a completed",
        "b completed",
        "c completed",
        "bad failed",
        "b!unb completed",
        "a!una completed",
      ],
      inputs: { "a!una": { id: 1 }, "b!unb": { id: 2 } },
    },
  },
  {
    name: "compensation-goes-by-completion-not-by-the-graph",
    rule: 8,
    meets: [1, 6],
    picture: "start ─▶ a(400)↺una, b↺unb ─▶ bad fails",
    graph: graph(
      [
        start,
        undone("a", { takesMs: 400, after: "b completed" }),
        undone("b"),
        failing("bad"),
        probe("una"),
        probe("unb"),
      ],
      edges("start > a > bad", "start > b > bad"),
    ),
    expect: {
      status: "failed",
      steps: ["start completed", "b completed", "a completed", "bad failed", "a!una completed", "b!unb completed"],
    },
  },
  {
    name: "compensation-never-runs-when-all-goes-well",
    rule: 8,
    meets: [5],
    picture: "start ─▶ a↺una ─▶ b",
    graph: graph([start, undone("a"), probe("b"), probe("una")], edges("start > a > b")),
    expect: { status: "completed", steps: ["start completed", "a completed", "b completed"] },
  },
  {
    name: "compensation-runs-when-the-execution-is-cancelled",
    rule: 8,
    meets: [7],
    picture: "start ─▶ a↺una ─▶ wait 1h        ✂",
    graph: graph([start, undone("a"), node("wait", "delay", { ms: hour }), probe("una")], edges("start > a > wait")),
    cancelAfterMs: 500,
    cancelOnce: "wait waiting",
    expect: { status: "cancelled", steps: ["start completed", "a completed", "wait cancelled", "a!una completed"] },
  },
  {
    name: "compensation-itself-is-not-cancelled",
    rule: 8,
    meets: [7],
    picture: "start ─▶ a↺una(600) ─▶ bad fails        ✂ while una runs",
    graph: graph(
      [start, undone("a"), failing("bad", { code: "NO_LUCK" }), probe("una", { takesMs: 800 })],
      edges("start > a > bad"),
    ),
    cancelAfterMs: 400,
    cancelOnce: "a!una scheduled",
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "bad failed", "a!una completed"],
    },
  },
  {
    name: "compensation-that-fails-is-reported-and-the-others-still-run",
    rule: 8,
    meets: [6],
    picture: "start ─▶ a↺una ─▶ b↺unb fails ─▶ bad fails",
    graph: graph(
      [
        start,
        undone("a"),
        undone("b"),
        failing("bad", { code: "NO_LUCK" }),
        probe("una"),
        failing("unb", { code: "CANNOT_UNDO" }),
      ],
      edges("start > a > b > bad"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      others: ["CANNOT_UNDO"],
      steps: ["start completed", "a completed", "b completed", "bad failed", "b!unb failed", "a!una completed"],
    },
  },
  {
    name: "compensation-is-retried-like-any-step",
    rule: 8,
    meets: [3],
    picture: "start ─▶ a↺una(fails twice) ─▶ bad fails",
    graph: graph([start, undone("a"), failing("bad"), probe("una", { failTimes: 2 })], edges("start > a > bad")),
    expect: { status: "failed", steps: ["start completed", "a completed", "bad failed", "a!una completed"] },
  },
  {
    name: "compensation-whose-input-cannot-be-rendered-is-reported",
    rule: 8,
    meets: [10],
    picture: "start ─▶ a↺una(reads what is not there) ─▶ bad fails",
    graph: graph(
      [start, undone("a"), failing("bad", { code: "NO_LUCK" }), probe("una", { x: "{{ payload.absent }}" })],
      edges("start > a > bad"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      others: ["EXPRESSION_PATH_MISSING"],
      steps: ["start completed", "a completed", "bad failed", "a!una failed"],
    },
  },
  {
    name: "compensation-is-rendered-when-its-step-completes",
    rule: 8,
    meets: [10],
    picture: "start ─▶ one(v=1) ─▶ a↺una reads v ─▶ two(v=2) ─▶ bad fails",
    graph: graph(
      [
        start,
        node("one", "set", { values: { v: 1 } }),
        undone("a"),
        node("two", "set", { values: { v: 2 } }),
        failing("bad"),
        probe("una", { v: "{{ vars.v }}" }),
      ],
      edges("start > one > a > two > bad"),
    ),
    expect: {
      status: "failed",
      steps: ["start completed", "one completed", "a completed", "two completed", "bad failed", "a!una completed"],
      inputs: { "a!una": { v: 1 } },
    },
  },
  {
    name: "compensation-covers-neither-failed-nor-skipped-steps",
    rule: 8,
    meets: [3, 4],
    picture: "start ─▶ a fails ↺una ─error▶ pick ─left▶ b↺unb;  ─right▶ bad fails",
    graph: graph(
      [
        start,
        failing("a", {}, { compensate: "una" }),
        probe("pick", { port: "right" }),
        undone("b"),
        failing("bad"),
        probe("una"),
        probe("unb"),
      ],
      edges("start > a", "a:error > pick", "pick:left > b", "pick:right > bad"),
    ),
    expect: {
      status: "failed",
      steps: ["start completed", "a failed error", "pick completed right", "b skipped", "bad failed"],
    },
  },
  {
    name: "compensation-covers-steps-that-completed-after-they-were-asked-to-stop",
    rule: 8,
    meets: [6, 7],
    picture: "start ─▶ a(deaf, 500)↺una;  start ─▶ bad fails",
    graph: graph(
      [
        start,
        undone("a", { takesMs: 500, after: "bad failed", deaf: true }),
        failing("bad", { code: "NO_LUCK", takesMs: 100 }),
        probe("una"),
      ],
      edges("start > a", "start > bad"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "bad failed", "a completedLate", "a!una completed"],
    },
  },
];
