import { afterAll, beforeAll, expect, test } from "vitest";
import { triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";

let world: TriggerWorld;
beforeAll(async () => {
  world = await triggerWorld();
  await world.publish("wf_a", []);
  await world.publish("wf_b", [{ kind: "workflow", id: "t", config: { workflow: "wf_a" } }]);
  await world.publish("wf_c", [{ kind: "workflow", id: "t", config: { workflow: "wf_b", on: ["failed"] } }]);
});
afterAll(() => world.stop());

test.each([
  ["another workflow", "wf_b", {}, []],
  ["an id that nobody has", "wf_none", {}, [["WORKFLOW_UNKNOWN", "error"]]],
  ["a key that nobody has yet", "orders", {}, [["WORKFLOW_UNKNOWN", "warning"]]],
  ["itself, without an end", "wf_d", {}, [["LISTENS_TO_ITSELF", "error"]]],
  ["itself, under a condition", "wf_d", { condition: "{{ payload.n > 1 }}" }, [["LISTENS_TO_ITSELF", "warning"]]],
])("a trigger that listens to %s", async (_, workflow, more, expected) => {
  await world.publish("wf_d", []);
  const found = await world.problems("wf_d", [{ kind: "workflow", id: "t", config: { workflow }, ...more }]);
  expect(found.map(({ code, severity }) => [code, severity])).toEqual(expected);
  for (const { path, hint } of found) expect([path, hint]).toEqual(["/triggers/0/config/workflow", expect.any(String)]);
});

test("workflows that lead back to the one that is published are told by name", async () => {
  const [problem] = await world.problems("wf_a", [{ kind: "workflow", id: "t", config: { workflow: "wf_c" } }]);
  expect(problem).toMatchObject({ code: "LISTENS_TO_ITSELF", severity: "warning" });
  expect(problem!.message).toContain('"wf_c"');
});
