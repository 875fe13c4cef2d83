import { checkDraft, coreNodeTypes } from "@tempograph/graph";
import { afterAll, expect, test } from "vitest";
import { RefusedWork } from "../app/app-error.ts";
import { createCompute, type Compute } from "./compute.ts";

const types = new Map(coreNodeTypes.map((manifest) => [manifest.type, manifest]));
const caller = { name: "ada", roles: ["viewer"], project: "main" };
const started: Compute[] = [];
afterAll(() => Promise.all(started.map((compute) => compute.stop())));

function start(limits: Parameters<typeof createCompute>[0]): Compute {
  const compute = createCompute(limits);
  started.push(compute);
  return compute;
}

/** A chain of nodes. */
const draft = (nodes: number) => ({
  graph: {
    nodes: Array.from({ length: nodes }, (_, index) => ({
      id: `n${index}`,
      type: index === 0 ? "start" : "set",
      data: index === 0 ? {} : { values: {} },
    })),
    edges: Array.from({ length: nodes - 1 }, (_, index) => ({
      id: `e${index}`,
      source: `n${index}`,
      target: `n${index + 1}`,
    })),
  },
  triggers: [],
});

const check = (compute: Compute, nodes: number) =>
  compute.session(caller, (run) => run("checkDraft", draft(nodes), { types }));
const codeOf = (error: unknown) => (error instanceof RefusedWork ? error.error.code : error);

test("a task gives what the function gives", async () => {
  const compute = start({ taskMs: 10_000, heapMb: 256, mostWaiting: 10 });
  expect(await check(compute, 3)).toEqual({ publishable: true, problems: checkDraft(draft(3), { types }).problems });
});

test("a task that takes too long is ended with its thread, and others go on", async () => {
  const limits = { taskMs: 20_000, heapMb: 256, mostWaiting: 10 };
  const compute = start(limits);
  // The thread runs, so that the next task is ended in the middle of its work.
  await check(compute, 3);
  limits.taskMs = 50;
  expect(await check(compute, 10_000).catch(codeOf)).toBe("INPUT_TOO_EXPENSIVE");
  limits.taskMs = 20_000;
  expect(await check(compute, 3)).toMatchObject({ publishable: true });
});

test("a task that takes too much memory is ended with its thread, and the next one gets another", async () => {
  const compute = start({ taskMs: 20_000, heapMb: 20, mostWaiting: 10 });
  expect(await check(compute, 10_000).catch(codeOf)).toBe("INPUT_TOO_EXPENSIVE");
  expect(await check(compute, 3)).toMatchObject({ publishable: true });
});

test("a caller who waits for too many turns is refused", async () => {
  const compute = start({ taskMs: 10_000, heapMb: 256, mostWaiting: 1 });
  const all = await Promise.all(Array.from({ length: 20 }, () => check(compute, 3).catch(codeOf)));
  expect(all).toContain("TOO_MANY_REQUESTS");
});
