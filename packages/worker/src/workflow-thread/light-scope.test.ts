import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Context, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { readGolden } from "../test-kit/golden.ts";
import { testBundle } from "../test-kit/test-bundle.ts";

interface Workflow {
  activate(activation: object): Promise<{ readonly successful?: object | null }>;
}

interface Creator {
  readonly context: Context;
  createWorkflow(options: object): Promise<Workflow>;
}

const requireHere = createRequire(import.meta.url);
const { ReusableVMWorkflowCreator } = requireHere("@temporalio/worker/lib/workflow/reusable-vm") as {
  ReusableVMWorkflowCreator: { create(bundle: unknown, timeoutMs: number, activities: Set<string>): Promise<Creator> };
};
const { parseWorkflowCode } = requireHere("@temporalio/worker/lib/worker") as {
  parseWorkflowCode(code: string): object;
};

/** The SDK's own. */
const OF_THE_SDK = new Set(["__TEMPORAL_ACTIVATOR__", "__TEMPORAL_BAG_HOLDER__", "__temporal_args"]);

test("workflow code changes no global variable, so a thread need not exchange them between workflows", async () => {
  const { codePath } = await testBundle();
  const bundle = { ...parseWorkflowCode(readFileSync(codePath, "utf8")), filename: codePath };
  const creator = await ReusableVMWorkflowCreator.create(bundle, 5_000, new Set());
  const globals = (): Map<PropertyKey, unknown> => {
    const all = runInContext("Object.getOwnPropertyDescriptors(globalThis)", creator.context) as PropertyDescriptorMap;
    return new Map(Reflect.ownKeys(all).map((name) => [name, all[name as string]!.value]));
  };
  const before = globals();
  const { history, workflowId } = readGolden().find(({ file }) => file.endsWith("demo.json"))!;
  const { input, workflowType } = history.events![0]!.workflowExecutionStartedEventAttributes!;
  const runId = "run";
  const unsafe = { isReplaying: false, isReplayingHistoryEvents: false };
  const info = {
    ...{ workflowId, runId, workflowType: workflowType!.name, unsafe },
    searchAttributes: {},
    memo: {},
    startTime: new Date(),
  };
  const workflow = await creator.createWorkflow({ info, randomnessSeed: [1, 2, 3, 4], now: 0 });
  const completion = await workflow.activate({
    ...{ runId, timestamp: {} },
    jobs: [{ initializeWorkflow: { workflowId, workflowType: workflowType!.name, arguments: input!.payloads! } }],
  });
  expect(completion.successful).toMatchObject({ commands: [expect.anything()] });
  const after = globals();
  const changed = [...after.keys()].filter(
    (name) => !before.has(name) || !Object.is(before.get(name), after.get(name)),
  );
  expect(changed.filter((name) => !OF_THE_SDK.has(String(name)))).toEqual([]);
  expect(changed).toContain("__TEMPORAL_ACTIVATOR__");
});
