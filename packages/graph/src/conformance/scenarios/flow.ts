import { edges, graph, node, probe } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const start = node("start", "start");

/** Order, fan-out, joins and dead paths (rules 1 to 5). */
export const flowScenarios: readonly Scenario[] = [
  {
    name: "sequence-runs-in-order",
    rule: 1,
    picture: "start ─▶ a ─▶ b ─▶ c",
    graph: graph([start, probe("a"), probe("b"), probe("c", { give: 3 })], edges("start > a > b > c")),
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "c completed"],
      output: { c: 3 },
    },
  },
  {
    name: "without-start-all-without-incoming-edges-are-roots",
    rule: 2,
    picture: "a ─▶ c ◀─ b",
    graph: graph([probe("a"), probe("b"), probe("c")], edges("a > c", "b > c")),
    expect: { status: "completed", steps: [["a completed", "b completed"], "c completed"] },
  },
  {
    name: "edgeless-node-beside-a-start-is-ignored",
    rule: 2,
    picture: "start ─▶ a      lonely",
    graph: graph([start, probe("a"), probe("lonely")], edges("start > a")),
    expect: { status: "completed", steps: ["start completed", "a completed"] },
  },
  {
    name: "a-head-that-is-no-start-is-skipped-and-hangs-no-join",
    rule: 2,
    picture: "start ─▶ a ─▶ join ◀─ head",
    graph: graph([start, probe("a"), probe("head"), probe("join")], edges("start > a > join", "head > join")),
    expect: { status: "completed", steps: ["start completed", "head skipped", "a completed", "join completed"] },
  },
  {
    name: "fan-out-runs-all-branches",
    rule: 1,
    picture: "start ─▶ a, b, c",
    graph: graph([start, probe("a"), probe("b"), probe("c")], edges("start > a", "start > b", "start > c")),
    expect: { status: "completed", steps: ["start completed", ["a completed", "b completed", "c completed"]] },
  },
  {
    name: "join-all-waits-for-both",
    rule: 4,
    picture: "start ─▶ quick, slow ─▶ join",
    graph: graph(
      [start, probe("quick"), probe("slow", { takesMs: 300, after: "quick completed" }), probe("join")],
      edges("start > quick > join", "start > slow > join"),
    ),
    expect: { status: "completed", steps: ["start completed", "quick completed", "slow completed", "join completed"] },
  },
  {
    name: "join-any-fires-once-at-the-first",
    rule: 4,
    picture: "start ─▶ quick, slow ─▶ join(any)",
    graph: graph(
      [
        start,
        probe("quick"),
        probe("slow", { takesMs: 500, after: "join completed" }),
        probe("join", {}, { join: "any" }),
      ],
      edges("start > quick > join", "start > slow > join"),
    ),
    expect: { status: "completed", steps: ["start completed", "quick completed", "join completed", "slow completed"] },
  },
  {
    name: "join-count-fires-at-the-nth",
    rule: 4,
    picture: "start ─▶ a, b, c ─▶ join(2)",
    graph: graph(
      [
        start,
        probe("a"),
        probe("b", { takesMs: 250, after: "a completed" }),
        probe("c", { takesMs: 700, after: "join completed" }),
        probe("join", {}, { join: { count: 2 } }),
      ],
      edges("start > a > join", "start > b > join", "start > c > join"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "join completed", "c completed"],
    },
  },
  {
    name: "join-count-that-cannot-be-met-fails",
    rule: 4,
    picture: "start ─▶ a ─▶ join(2);  start ─▶ pick ─left▶ b ─▶ join(2)",
    graph: graph(
      [start, probe("a"), probe("pick", { port: "right" }), probe("b"), probe("join", {}, { join: { count: 2 } })],
      edges("start > a > join", "start > pick", "pick:left > b > join"),
    ),
    expect: {
      status: "failed",
      failureCode: "JOIN_UNMET",
      steps: ["start completed", ["a completed", "pick completed right", "b skipped"], "join failed"],
    },
  },
  {
    name: "dead-path-elimination-lets-a-diamond-after-a-branch-join",
    rule: 4,
    picture: "start ─▶ pick ─left▶ a ─▶ join;  pick ─right▶ b ─▶ join",
    graph: graph(
      [start, probe("pick", { port: "left" }), probe("a"), probe("b"), probe("join")],
      edges("start > pick", "pick:left > a > join", "pick:right > b > join"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed left", "b skipped", "a completed", "join completed"],
    },
  },
  {
    name: "all-edges-dead-skips-and-goes-on-dead",
    rule: 4,
    picture: "start ─▶ pick ─left▶ a ─▶ b ─▶ c",
    graph: graph(
      [start, probe("pick", { port: "right", give: 1 }), probe("a"), probe("b"), probe("c")],
      edges("start > pick", "pick:left > a > b > c"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed right", "a skipped", "b skipped", "c skipped"],
      output: { pick: 1 },
    },
  },
  {
    name: "output-is-what-end-nodes-give",
    rule: 5,
    picture: "start ─▶ a ─▶ end;  start ─▶ b",
    graph: graph(
      [start, probe("a", { give: { n: 1 } }), probe("b"), node("end", "end", { output: "{{ steps.a.n }}" })],
      edges("start > a > end", "start > b"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", ["a completed", "b completed", "end completed"]],
      output: { end: 1 },
    },
  },
  {
    name: "end-with-terminate-ends-the-other-paths",
    rule: 5,
    picture: "start ─▶ quick ─▶ end(terminate);  start ─▶ wait ─▶ never",
    graph: graph(
      [
        start,
        probe("quick"),
        node("end", "end", { terminate: true, output: "over" }),
        node("wait", "delay", { ms: "1h" }),
        probe("never"),
      ],
      edges("start > quick > end", "start > wait > never"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "quick completed", "end completed", "wait cancelled", "never notReached"],
      output: { end: "over" },
    },
  },
  {
    name: "fail-fails-with-the-authors-code",
    rule: 5,
    picture: "start ─▶ wait ─▶ after;  start ─▶ no;  start ─▶ late",
    graph: graph(
      [
        start,
        node("wait", "delay", { ms: "1h" }),
        probe("after"),
        node("no", "fail", { code: "TOO_COLD", message: "score {{ payload.score }}" }),
        probe("late"),
      ],
      edges("start > wait > after", "start > no", "start > late"),
    ),
    payload: { score: 3 },
    expect: {
      status: "failed",
      failureCode: "TOO_COLD",
      steps: ["start completed", "no failed", "wait cancelled", "after notReached", "late notReached"],
    },
  },
];
