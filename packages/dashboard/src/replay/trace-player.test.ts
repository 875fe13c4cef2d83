import fc from "fast-check";
import { coreNodeTypes, foldSteps, freeze, foldTrace, leavingEdges, type TraceEntry } from "@tempograph/graph";
import { probeManifest, runScenario, scenarios } from "@tempograph/graph/conformance";
import { expect, test } from "vitest";
import { TracePlayer } from "./trace-player.ts";

const types = new Map([...coreNodeTypes, probeManifest].map((manifest) => [manifest.type, manifest]));
const leaving = leavingEdges({ edges: [] });

/** Steps of a loop, each scheduled and then completed. */
function traceOf(entries: number): TraceEntry[] {
  return Array.from({ length: entries }, (_, index) => ({
    path: `each[${String(index >> 1)}]/call`,
    nodeId: "call",
    type: "probe",
    kind: index % 2 === 0 ? "scheduled" : "completed",
    at: index,
  }));
}

test("any sequence of moves, forwards and backwards, gives what folding the trace up to the moment gives", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2_400), { maxLength: 12 }), (moves) => {
      const trace = traceOf(2_345);
      const player = new TracePlayer(leaving);
      player.add(trace);
      for (const move of moves) {
        const { index, steps, at } = player.at(move);
        expect(index).toBe(Math.min(move, trace.length));
        expect(at).toBe(index === 0 ? null : index - 1);
        expect([...steps.states()]).toEqual([...foldSteps(trace.slice(0, index)).states()]);
      }
    }),
    { numRuns: 20 },
  );
});

test("entries that come late are put to the place of their time, also behind a checkpoint", () => {
  const trace = traceOf(1_400);
  const player = new TracePlayer(leaving);
  player.add([...trace.slice(0, 700), ...trace.slice(703)]);
  expect(player.at(1_397).index).toBe(1_397);
  player.add(trace.slice(700, 703));
  expect(player.entries).toEqual(trace);
  expect([...player.at(1_400).steps.states()]).toEqual([...foldSteps(trace).states()]);
  expect([player.indexAt(-1), player.indexAt(0), player.indexAt(699.5), player.indexAt(9_999)]).toEqual([
    0, 1, 700, 1_400,
  ]);
});

test("at the end of a trace it knows the edges that a simulation shows as taken, and whether the execution is paused", async () => {
  for (const scenario of scenarios.filter(({ name }) => /branch|pause|finally/.test(name))) {
    const { trace } = await runScenario(scenario);
    const definition = freeze({ graph: scenario.graph, types, workflow: { id: "wf", name: "w", version: 1 } });
    const { taken, waitingFor } = foldTrace(trace, definition, 0, { attempts: new Map(), generated: new Set() });
    const player = new TracePlayer(leavingEdges(definition));
    player.add(trace);
    const end = player.at(trace.length);
    expect([...end.taken.keys()].sort()).toEqual([...new Set(taken.map(({ edge }) => edge))].sort());
    expect(end.isPaused).toBe(waitingFor.some(({ kind }) => kind === "resume"));
  }
});
