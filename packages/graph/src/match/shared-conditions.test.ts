import { expect, test } from "vitest";
import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { matchEvent } from "./match-event.ts";
import { SharedConditions } from "./shared-conditions.ts";

const workflow = (n: number) => ({ id: `wf_${n}`, name: `Workflow ${n}`, version: 1 });
/** An event that counts how often somebody reads its score. */
function eventOf(score: number): { readonly event: EventData; reads(): number } {
  let reads = 0;
  const data = Object.defineProperty({ other: 1 }, "score", { enumerable: true, get: () => ((reads += 1), score) });
  return {
    event: { id: "evt_1", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: data as unknown as Json },
    reads: () => reads,
  };
}
const hot = { ">": [{ "+": [{ var: "score" }, 0] }, 80] };
const triggers = (conditions: SharedConditions, each: readonly (readonly Json[])[]) =>
  each.map((own, n) =>
    compileTriggers(
      own.map((condition) => ({ condition }) as never),
      `wf_${n}`,
      conditions,
    ),
  );

test("a condition that several workflows have is evaluated once for each event", () => {
  const compiled = triggers(new SharedConditions(), [
    [hot],
    [structuredClone(hot)],
    [hot, hot],
    ["{{ payload.score > 80 }}"],
  ]);
  const match = (event: EventData) => compiled.map((own, n) => matchEvent(own, event, workflow(n), { receivedAt: 0 }));
  const [warm, cold] = [eventOf(90), eventOf(10)];
  const taken = { triggerId: "trigger0" };
  expect(match(warm.event)).toEqual([taken, taken, taken, taken]);
  expect(warm.reads()).toBe(2);
  expect(match(cold.event)).toEqual([{ none: true }, { none: true }, { none: true }, { none: true }]);
  // The second trigger of the third workflow has less of the budget left, so it is asked for itself.
  expect(cold.reads()).toBe(3);
  // A copy is another event.
  expect(match({ ...warm.event })).toEqual([taken, taken, taken, taken]);
});

test("a condition that reads the workflow is evaluated for each of them", () => {
  const byId = { "==": [{ var: "workflow.id" }, "wf_1"] };
  const computed = { "==": [{ var: { cat: ["work", "flow.id"] } }, "wf_1"] };
  const inFormula = '{{ workflow.id == "wf_1" }}';
  for (const condition of [byId, computed, inFormula]) {
    const compiled = triggers(new SharedConditions(), [[condition], [condition], [condition]]);
    const taken = compiled.map(
      (own, n) => "triggerId" in matchEvent(own, eventOf(1).event, workflow(n), { receivedAt: 0 }),
    );
    expect(taken, JSON.stringify(condition)).toEqual([false, true, false]);
  }
});

test("each workflow is told by its own trigger what failed, and that nothing is left of its budget", () => {
  const broken = "{{ payload.no.such > 1 }}";
  const compiled = triggers(new SharedConditions(), [[broken], [hot, broken]]);
  const paths = compiled.map((own, n) => matchEvent(own, eventOf(1).event, workflow(n), { receivedAt: 0 }));
  expect(paths).toMatchObject([
    { failed: { path: "/triggers/0/condition", code: "EXPRESSION_PATH_MISSING" } },
    { failed: { path: "/triggers/1/condition", code: "EXPRESSION_PATH_MISSING" } },
  ]);
  const long = { some: [Array.from({ length: 9_000 }, (_, n) => n), { "==": [{ var: "" }, -1] }] };
  const alone = triggers(new SharedConditions(), [Array.from({ length: 9 }, () => long)])[0]!;
  const shared = new SharedConditions();
  triggers(shared, [[long]]);
  const together = triggers(shared, [Array.from({ length: 9 }, () => long), Array.from({ length: 9 }, () => long)]);
  const { event } = eventOf(1);
  const result = matchEvent(alone, event, workflow(0), { receivedAt: 0 });
  expect(result).toMatchObject({ failed: { code: "EXPRESSION_BUDGET" } });
  for (const own of together) expect(matchEvent(own, event, workflow(0), { receivedAt: 0 })).toEqual(result);
});
