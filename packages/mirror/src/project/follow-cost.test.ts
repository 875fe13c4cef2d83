import { createProgramCache } from "@tempograph/graph";
import { expect, test } from "vitest";
import { HistoryBuilder } from "../test-kit/history-builder.ts";
import { chain, startOf } from "../test-kit/start-of.ts";
import { Projector } from "./projector.ts";

// An execution of many steps is followed while it runs. A change must not be written again with each later event.
test("the writes of a followed run contain each change of a step once, and the last write contains the open steps", () => {
  const nodes = Array.from({ length: 40 }, (_, n) => ({ id: `n${n}`, type: "probe" }));
  const history = HistoryBuilder.begin(startOf(chain(...nodes)));
  for (const { id } of nodes.slice(0, -1)) {
    history.task();
    history.succeed(history.activity(id), {});
  }
  history.task();
  history.activity("n39");
  history.add({ workflowExecutionTerminatedEventAttributes: { reason: "enough" } });
  const { events } = history;
  const projector = new Projector("exe_1", createProgramCache());
  const told: string[] = [];
  for (const event of events) {
    projector.add([event]);
    for (const { path, status } of projector.takeChangedSteps()) told.push(`${path} ${status}`);
  }
  expect(told.length).toBeLessThan(4 * nodes.length);
  const last = new Map(told.map((line) => line.split(" ") as [string, string]));
  const rows = projector.result().steps.map(({ path, status }): [string, string] => [path, status]);
  expect(last).toEqual(new Map(rows));
  expect(last.get("n39")).toBe("cancelled");
});
