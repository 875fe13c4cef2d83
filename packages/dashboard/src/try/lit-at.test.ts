import { coreNodeTypes, type EventData, type Graph } from "@tempograph/graph";
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

const loop: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "each", type: "for_each", data: { items: "{{ payload.items }}" } },
    {
      ...{ id: "size", type: "branch", parentId: "each" },
      data: { cases: [{ label: "large", condition: { ">": [{ var: "item" }, 10] } }, { else: true }] },
    },
    { id: "rest", type: "delay", parentId: "each", data: { ms: 60_000 } },
    { id: "end", type: "transform", parentId: "each", data: { output: 1 } },
  ],
  edges: [
    { id: "first", source: "start", target: "each" },
    { id: "large", source: "size", sourceHandle: "large", target: "rest" },
    { id: "small", source: "size", sourceHandle: "else", target: "end" },
    { id: "rested", source: "rest", target: "end" },
  ],
};

async function simulate(graph: Graph, data: EventData["data"]) {
  const event = { id: "e", type: "x", source: "test", time: "2026-01-01T00:00:00.000Z", data };
  const simulated = await tasks.simulate(knownFrom(coreNodeTypes), {
    simulated: { draft: { graph, triggers: [] }, workflow: { id: "none", name: "draft" } },
    ...{ event, known: {}, limits: { maxSteps: 100, maxVirtualMs: 100_000 } },
    script: { outcomes: {}, signals: [], replies: [], operations: [] },
  });
  if ("refused" in simulated) throw new Error(JSON.stringify(simulated.refused));
  return { trace: simulated.trace, player: playerOf(graph, simulated.trace) };
}

test("the path of a simulation is lit at every moment of its virtual clock", async () => {
  const { trace, player } = await simulate(graph, { n: 11 });
  const wordsAt = (index: number) => {
    const { decorations, edgeTones } = litAt(graph, player.at(index));
    return [[...decorations].map(([id, { text = "-" }]) => `${id} ${text}`).join(", "), Object.fromEntries(edgeTones)];
  };
  expect(wordsAt(0)).toEqual(["start -, size -, wait -, end -", {}]);
  expect(wordsAt(Infinity)).toEqual([
    "start completed, size completed, wait completed, end skipped",
    { first: "taken", "size:large": "taken", "size:else": "dead" },
  ]);
  const waiting = trace.findIndex(({ path, kind }) => path === "wait" && kind === "waiting") + 1;
  expect(wordsAt(waiting)[0]).toContain("wait waiting");
});

test("inside of a loop the edges are those that the shown round has taken", async () => {
  const { trace, player } = await simulate(loop, { items: [11, 1, 12] });
  const edgesAfter = (path: string, kind: string) => {
    const index = trace.findIndex((entry) => entry.path === path && entry.kind === kind) + 1;
    expect(index).toBeGreaterThan(0);
    return Object.fromEntries(litAt(loop, player.at(index)).edgeTones);
  };
  expect(edgesAfter("each[0]/rest", "completed")).toEqual({
    first: "taken",
    large: "taken",
    small: "dead",
    rested: "taken",
  });
  expect(edgesAfter("each[1]/size", "completed")).toMatchObject({ large: "dead", small: "taken" });
  const waiting = edgesAfter("each[2]/rest", "waiting");
  expect(waiting).toMatchObject({ large: "taken", small: "dead" });
  expect(waiting).not.toHaveProperty("rested");
});
