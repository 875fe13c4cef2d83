import { expect, test } from "vitest";
import { INTERPRETER_VERSION } from "./definition.ts";
import { executionLimits } from "./execution-limits.ts";

// Temporal refuses more than 10,000 signals and 2,000 Updates in one run. While they come without a pause, some arrive after the
// execution has decided to continue as new. `packages/worker/src/execution-inbox.temporal.test.ts` shows that the room is enough.
test("I16: an execution continues as new before Temporal refuses signals and operations", () => {
  expect(executionLimits(INTERPRETER_VERSION)).toMatchObject({ signals: 8_000, operations: 1_600 });
});
