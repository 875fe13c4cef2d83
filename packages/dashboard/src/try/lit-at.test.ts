import { coreNodeTypes, type Graph } from "@tempograph/graph";
import { expect, test } from "vitest";
import { knownFrom } from "../machine/messages.ts";
import { tasks } from "../machine/tasks.ts";
import { litAt } from "./lit-at.ts";
import { playerOf } from "./use-simulation.ts";

const graph: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    {
      ...{ id: "size", type: "branch" },
      data: {
        cases: [
          { label: "large", condition: { ">": [{ var: "n" }, 10] }, next: "wait" },
          { else: true, next: "end" },
        ],
      },
    },
    { id: "wait", type: "delay", data: { ms: 60_000 } },
    { id: "end", type: "transform", data: { output: 1 } },
  ],
  edges: [{ id: "first", source: "start", target: "size" }],
};

test("the path of a simulation is lit at every moment of its virtual clock", async () => {
  const event = { id: "e", type: "x", source: "test", time: "2026-01-01T00:00:00.000Z", data: { n: 11 } };
  const simulated = await tasks.simulate(knownFrom(coreNodeTypes), {
    simulated: { draft: { graph, triggers: [] }, workflow: { id: "none", name: "draft" } },
    ...{ event, known: {}, limits: { maxSteps: 100, maxVirtualMs: 100_000 } },
    script: { outcomes: {}, signals: [], replies: [], operations: [] },
  });
  if ("refused" in simulated) throw new Error(JSON.stringify(simulated.refused));
  const player = playerOf(graph, simulated.trace);
  const wordsAt = (index: number) => {
    const { decorations, edgeTones } = litAt(graph, player.at(index));
    return [[...decorations].map(([id, { text = "-" }]) => `${id} ${text}`).join(", "), Object.fromEntries(edgeTones)];
  };
  expect(wordsAt(0)).toEqual(["start -, size -, wait -, end -", {}]);
  expect(wordsAt(Infinity)).toEqual([
    "start completed, size completed, wait completed, end skipped",
    { first: "taken", "size:large": "taken", "size:else": "dead" },
  ]);
  const waiting = simulated.trace.findIndex(({ path, kind }) => path === "wait" && kind === "waiting") + 1;
  expect(wordsAt(waiting)[0]).toContain("wait waiting");
});
