import fc from "fast-check";
import { expect, test } from "vitest";
import { runScenario, scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import { scenarios } from "../conformance/index.ts";
import { answerOf, isCallerType } from "../conformance/answers.ts";
import { contractProblems, type ContractType } from "./schemas.ts";
import { payloadValue } from "./payload.ts";
import { stepResult } from "./step.ts";

const REQUESTS: { readonly [type: string]: ContractType } = {
  call_workflow: "CallRequest",
  wait_for_event: "WaitForEventRequest",
  lock: "LockRequest",
};
const withCallerStep = scenarios.filter(({ graph }) => graph.nodes.some(({ type }) => isCallerType(type)));

test.each(withCallerStep)("the inputs of coordination activities fit their schemas: $name", async (scenario) => {
  const problems: string[] = [];
  let asked = 0;
  await runScenario(scenario, {
    runStep: (step, attempt) => {
      const contract = REQUESTS[step.type];
      if (contract === undefined) return { output: { attempt } };
      asked += 1;
      problems.push(...contractProblems(contract, step.input).map((problem) => `${step.path}: ${problem}`));
      return { output: answerOf(scenario, step) };
    },
  });
  expect(problems).toEqual([]);
  expect(scenario.expect.status === "failed" || asked > 0).toBe(true);
});

test.each<[ContractType, unknown, number]>([
  ["StepMeta", { idempotencyKey: "k", path: "a", nodeId: "a", workflow: { id: "w", name: "W", version: 1 } }, 0],
  ["StepMeta", { idempotencyKey: "k", path: "a", workflow: { id: "w", name: "W", version: 1 } }, 1],
  ["StepResult", { output: null, time: 5, later: "added" }, 0],
  ["StepResult", { time: 5 }, 1],
  ["CallRequest", { op: "cancel", executionId: "exe", policy: "terminate" }, 0],
  ["CallRequest", { op: "cancel", executionId: "exe", policy: "maybe" }, 1],
  ["LockRequest", { op: "acquire", key: "k" }, 1],
  ["LockAnswer", { granted: true }, 0],
  ["WaitForEventAnswer", { event: null }, 0],
  ["WaitForEventAnswer", { event: scenarioEvent(null) }, 0],
  ["WaitForEventAnswer", { event: { id: 1 } }, 1],
  ["ReplySignal", { path: "a", key: "k", time: 1, reply: { granted: true } }, 0],
  ["ReplySignal", { path: "a", key: "k", time: 1, reply: { granted: false } }, 1],
])("%s: %j", (type, message, wrong) => {
  expect(Math.min(contractProblems(type, message).length, 1)).toBe(wrong);
});

const anyAnswer = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      output: fc.jsonValue(),
      port: fc.oneof(fc.string(), fc.jsonValue()),
      time: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.jsonValue()),
      path: fc.oneof(fc.string(), fc.jsonValue()),
      later: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

test("an answer is a step result where it fits the JSON Schema, and says else what is wrong", () => {
  fc.assert(
    fc.property(anyAnswer, (answer) => {
      expect(typeof stepResult(answer) === "string").toBe(contractProblems("StepResult", answer).length > 0);
    }),
  );
  expect(stepResult({ output: 1, port: "left", time: 2, path: "a", later: 3 })).toEqual({
    output: 1,
    port: "left",
    time: 2,
    path: "a",
  });
  expect(stepResult(payloadValue("json/protobuf", () => "{}"))).toMatch(/json\/protobuf/);
});

test("a step's command names the task queue that was frozen at publish", () => {
  const program = scenarioProgram("queues", {
    nodes: [{ id: "a", type: "probe", data: {}, settings: { taskQueue: "gpu" } }],
    edges: [],
    settings: { durability: "burst" },
  });
  expect(program.nodes[0]!.definition).toMatchObject({ taskQueue: "gpu", lane: "step" });
});
