import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { holdStack } from "../fixtures/hold-stack.ts";
import { endProcessByPid } from "./end-process.ts";
import { processStartTime } from "./process-identity.ts";

test.for([
  ["that ends on SIGTERM", "exec sleep 600"],
  ["that ignores SIGTERM", "trap '' TERM; while true; do sleep 1; done"],
])("a child %s does not outlive its parent's kill -9", { timeout: 30_000 }, async ([, command]) => {
  const parent = await holdStack("child", command as string);
  onTestFinished(() => endProcessByPid(parent.pid, { graceMs: 0 }));
  expect(processStartTime(parent.pid)).toBeDefined();
  await parent.kill9();
  await eventually(() => processStartTime(parent.pid) === undefined, 15_000);
});
