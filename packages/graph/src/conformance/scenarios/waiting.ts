import { edges, graph, node, probe } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const start = node("start", "start");

/** Delays, signals and the burst lane (rules 1 and 11). */
export const waitingScenarios: readonly Scenario[] = [
  {
    name: "delay-waits-then-goes-on",
    rule: 11,
    picture: "start ─▶ wait ─▶ a",
    graph: graph([start, node("wait", "delay", { ms: 200 }), probe("a")], edges("start > wait > a")),
    expect: { status: "completed", steps: ["start completed", "wait completed", "a completed"] },
  },
  {
    name: "delay-takes-a-duration-from-a-template",
    rule: 11,
    picture: "start ─▶ wait",
    graph: graph([start, node("wait", "delay", { duration: "{{ payload.pause }}" })], edges("start > wait")),
    payload: { pause: "PT0.1S" },
    expect: { status: "completed", steps: ["start completed", "wait completed"], output: { wait: { ms: 100 } } },
  },
  {
    name: "delays-end-in-the-order-of-their-moments",
    rule: 11,
    picture: "start ─▶ long, short",
    graph: graph(
      [start, node("long", "delay", { ms: 900 }), node("short", "delay", { ms: 200 })],
      edges("start > long", "start > short"),
    ),
    expect: { status: "completed", steps: ["start completed", "short completed", "long completed"] },
  },
  {
    name: "a-signal-ends-the-wait-for-its-name",
    rule: 1,
    picture: "start ─▶ wait(go) ─▶ a",
    graph: graph(
      [start, node("wait", "wait_for_signal", { name: "go" }), probe("a", { by: "{{ steps.wait.by }}" })],
      edges("start > wait > a"),
    ),
    signals: [
      { afterMs: 200, name: "other", payload: null },
      { afterMs: 400, name: "go", payload: { by: "Ada" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "a completed"],
      inputs: { a: { by: "Ada" } },
    },
  },
  {
    name: "a-signal-that-comes-early-is-kept",
    rule: 1,
    picture: "start ─▶ slow ─▶ wait(go)",
    graph: graph(
      [start, probe("slow", { takesMs: 900 }), node("wait", "wait_for_signal", { name: "go" })],
      edges("start > slow > wait"),
    ),
    signals: [{ afterMs: 200, name: "go", payload: 1 }],
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "wait completed"],
      output: { wait: 1 },
    },
  },
  {
    name: "burst-runs-the-same-steps",
    rule: 11,
    picture: "start ─▶ a, b ─▶ join ─▶ wait ─▶ c      (burst)",
    graph: graph(
      [start, probe("a"), probe("b", { failTimes: 1 }), probe("join"), node("wait", "delay", { ms: 100 }), probe("c")],
      edges("start > a > join", "start > b > join", "join > wait > c"),
      { durability: "burst" },
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "join completed", "wait completed", "c completed"],
    },
  },
  {
    name: "burst-with-signals-settles-before-it-ends",
    rule: 11,
    picture: "start ─▶ a ─▶ wait(go) ─▶ b      (burst)",
    graph: graph(
      [start, probe("a"), node("wait", "wait_for_signal", { name: "go" }), probe("b")],
      edges("start > a > wait > b"),
      { durability: "burst" },
    ),
    signals: [{ afterMs: 300, name: "go", payload: null }],
    expect: { status: "completed", steps: ["start completed", "a completed", "wait completed", "b completed"] },
  },
];
