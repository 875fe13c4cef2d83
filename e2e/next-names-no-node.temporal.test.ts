import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEchoServer, type EchoServer } from "../examples/demo/src/echo-server.ts";
import { createWorkflow, runToEnd, startTestStack, type TestStack } from "./support/start-test-stack.ts";

let echo: EchoServer;
let stack: TestStack;
beforeAll(async () => {
  echo = await startEchoServer();
  stack = await startTestStack({ TEMPOGRAPH_EGRESS_ALLOW: echo.host });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await echo?.stop();
});

//   start ─ notify ─ wait 1 s ─ call ─ branch ┬ CEO ── (gift: no such node)
//                                             └ else ─ (drip: no such node)
test("a branch whose next nodes are missing is accepted with a warning for each, and the path ends there", async () => {
  const text = readFileSync(new URL("../examples/demo/src/graph.json", import.meta.url), "utf8");
  const graph = JSON.parse(text.replace("<echo server>", echo.url)) as { nodes: { id: string }[]; edges: unknown[] };
  graph.nodes = graph.nodes.filter(({ id }) => id !== "gift" && id !== "drip");

  const { problems } = await createWorkflow(stack, "lead", graph);
  expect(problems).toEqual([
    { severity: "WARNING", code: "BRANCH_NEXT_UNKNOWN", node: "branch" },
    { severity: "WARNING", code: "BRANCH_NEXT_UNKNOWN", node: "branch" },
  ]);

  const run = await runToEnd(stack, "lead", { lead: { source: "LinkedIn", score: 90, title: "CEO" } });
  // The history has the events of two activities and a timer.
  expect(run).toMatchObject({ status: "COMPLETED", mirrorOk: true, historyEventCount: 22 });
  expect(run.steps.nodes.map(({ path, status }) => `${path} ${status}`)).toEqual([
    "start COMPLETED",
    "notify COMPLETED",
    "wait COMPLETED",
    "call COMPLETED",
    "branch COMPLETED",
  ]);
  expect(run.steps.nodes.at(-1)?.port).toBe("CEO");
  expect(echo.requests).toHaveLength(1);
}, 60_000);
