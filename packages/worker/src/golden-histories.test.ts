import { Worker } from "@temporalio/worker";
import { expect, test } from "vitest";
import { projectHistory } from "@tempograph/mirror";
import { readGolden } from "./test-kit/golden.ts";
import { quietTemporalRuntime } from "@tempograph/testing";
import { testBundle } from "./test-kit/test-bundle.ts";
import { traceSinks } from "./trace-sinks.ts";
import { installWorkflowThread } from "./workflow-thread/install-workflow-thread.ts";

// Executions that started with an earlier build have to continue with this one (I8). If this test fails, a change of the machine or
// of the interpreter breaks running executions. Make the change a new interpreter version instead of recording the histories again.

const golden = readGolden();

test("there are golden histories, and the demo's is one of them", () => {
  expect(golden.map(({ file }) => file)).toContain("v1/demo.json");
});

test("the interpreter replays every golden history", { timeout: 60_000 }, async () => {
  quietTemporalRuntime();
  installWorkflowThread({ stackTraces: false });
  const options = { workflowBundle: await testBundle(), sinks: traceSinks(() => undefined) };
  const fileOf = new Map(golden.map(({ workflowId, file }) => [workflowId, file]));
  const failures: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(options, golden)) {
    if (error !== undefined) failures.push(`${fileOf.get(workflowId)}: ${error.message}`);
  }
  expect(failures).toEqual([]);
});

test.each(golden)("the mirror's machine agrees with $file", ({ workflowId, history }) => {
  expect(projectHistory(workflowId, history.events!).problems).toEqual([]);
});
