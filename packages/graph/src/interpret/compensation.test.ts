import { expect, test } from "vitest";
import { edges, failing, graph, inside, node, probe, start } from "../conformance/build.ts";
import { runScenario } from "../conformance/run-scenario.ts";
import type { Scenario } from "../conformance/scenario.ts";
import type { GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";

// A container that compensates on failure compensates all steps that completed in it, also in rounds, items and branches that have ended.

const book = probe("book", { give: "{{ index }}" }, { compensate: "unbook" });
const unbook = probe("unbook", { n: "{{ index }}" });

function scenario(
  container: GraphNode,
  children: readonly GraphNode[],
  list: readonly string[],
  payload: Json = {},
): Scenario {
  return {
    name: "w",
    rule: 8,
    picture: "start ─▶ before ─▶ loop (compensates on fail) │ book↺unbook ─▶ … │ ─error▶ after",
    graph: graph(
      [
        start,
        probe("before", {}, { compensate: "unbefore" }),
        probe("unbefore"),
        inside(container, ...children),
        probe("after"),
      ],
      edges("start > before > loop", "loop:error > after", ...list),
    ),
    payload,
    expect: { status: "completed", steps: [] },
  };
}

async function compensated(
  of: Scenario,
  changes = {},
): Promise<{ status: string; compensated: readonly string[]; last: string | undefined }> {
  const { trace, status } = await runScenario(of, changes);
  const ends = trace.filter(({ kind }) => kind === "completed" || kind === "failed" || kind === "cancelled");
  return {
    status,
    compensated: ends.flatMap(({ path }) => (path.includes("!un") ? [path] : [])),
    last: ends.at(-1)?.path,
  };
}

const bad = failing("bad", { failTimes: "{{ index == 2 ? -1 : 0 }}" });
const cases: readonly [string, Scenario][] = [
  [
    "for_each",
    scenario(
      node("loop", "for_each", { items: [0, 1, 2, 3], compensate: "onFail" }),
      [book, unbook, bad],
      ["book > bad"],
    ),
  ],
  ["repeat", scenario(node("loop", "repeat", { times: 4, compensate: "onFail" }), [book, unbook, bad], ["book > bad"])],
  [
    "a while that reaches its bound",
    scenario(node("loop", "while", { condition: true, maxRounds: 3, compensate: "onFail" }), [book, unbook], []),
  ],
  [
    "a for_each whose results are too large",
    scenario(
      node("loop", "for_each", { items: [0, 1, 2], compensate: "onFail", result: "{{ payload.large }}" }),
      [book, unbook],
      [],
      { large: "x".repeat(400_000) },
    ),
  ],
];

test.each(cases)("%s: all rounds are compensated, the last one first, before the container fails", async (_, one) => {
  const all = {
    status: "completed",
    compensated: ["loop[2]/book!unbook", "loop[1]/book!unbook", "loop[0]/book!unbook"],
    last: "after",
  };
  expect(await compensated(one)).toEqual(all);
  expect(await compensated(one, { continueAsNewEvery: 1 })).toEqual(all);
});

test.each(cases)("%s: each step is compensated only once if the execution fails afterwards", async (_, one) => {
  const { graph: whole } = one;
  const fails = {
    ...one,
    graph: { ...whole, nodes: whole.nodes.map((each) => (each.id === "after" ? failing("after") : each)) },
  };
  const { compensated: paths, status } = await compensated(fails);
  expect(status).toBe("failed");
  expect(paths).toEqual(["loop[2]/book!unbook", "loop[1]/book!unbook", "loop[0]/book!unbook", "before!unbefore"]);
});

test("a cancelled loop compensates its rounds before the steps around the loop", async () => {
  const one = scenario(
    node("loop", "repeat", { times: 3, compensate: "onFail" }),
    [book, unbook, node("wait", "delay", { ms: 1_000 })],
    ["book > wait"],
  );
  const { compensated: paths, status } = await compensated(one, { cancelAfterMs: 2_500 });
  expect(status).toBe("cancelled");
  expect(paths).toEqual(["loop[2]/book!unbook", "loop[1]/book!unbook", "loop[0]/book!unbook", "before!unbefore"]);
});

// start ─▶ a↺un, b↺un      one node compensates both, with an id of its own for each
test("each compensation by the same node generates different ids", async () => {
  const { trace } = await runScenario({
    name: "w",
    rule: 8,
    picture: "start ─▶ a↺un ─▶ b↺un ─▶ bad",
    graph: graph(
      [
        start,
        probe("a", {}, { compensate: "un" }),
        probe("b", {}, { compensate: "un" }),
        probe("un", { id: "{{ uuid() }}" }),
        failing("bad"),
      ],
      edges("start > a > b > bad"),
    ),
    expect: { status: "failed", steps: [] },
  });
  const ids = trace.flatMap(({ path, kind, input }) =>
    path.endsWith("!un") && kind === "scheduled" ? [JSON.stringify(input)] : [],
  );
  expect(new Set(ids).size).toBe(2);
});
