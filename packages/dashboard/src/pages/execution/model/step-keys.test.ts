import { idempotencyKey, type TraceEntry } from "@tempograph/graph";
import { expect, test } from "vitest";
import { stepKeys } from "./step-keys.ts";

const entry = (path: string, kind: TraceEntry["kind"]): TraceEntry => ({
  ...{ path, nodeId: path, type: "http_call", kind, at: 0 },
});

test("a step has one key through all its attempts, and perhaps another one for each retry of a person", () => {
  const key = (revision: number) => idempotencyKey("exe_1", "call", revision);
  const begun = [entry("call", "scheduled"), entry("call", "started")];
  expect(stepKeys("exe_1", "call", begun)).toEqual([key(0)]);
  const incident = [...begun, entry("call", "incident"), entry("other", "scheduled")];
  expect(stepKeys("exe_1", "call", incident)).toEqual([key(0)]);
  const retried = [...incident, entry("call", "scheduled"), entry("call", "started"), entry("call", "completed")];
  expect(stepKeys("exe_1", "call", retried)).toEqual([key(0), key(1)]);
  expect(stepKeys("exe_1", "call", [...incident, entry("call", "failed")])).toEqual([key(0)]);
});
