import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkflow, startTestStack, type TestStack } from "./support/start-test-stack.ts";

// A bulk job is carried out by an API process. When that is killed with -9, the next one goes on, and does nothing twice.

const COUNT = 120;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
}, 120_000);
afterAll(() => stack?.stop());

async function rest<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(stack.apiUrl + path, {
    ...{ method, ...(body !== undefined && { body: JSON.stringify(body) }) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${JSON.stringify(answer)}`);
  return answer;
}

interface Job {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly done: number;
}

interface Page<Item> {
  readonly items: readonly Item[];
}

test("a job whose API process is killed with -9 is finished by the next one, and each signal arrives once", async () => {
  // start ─▶ wait for "go" ─▶ wait for something that never comes, so that a second signal would be in the history.
  await createWorkflow(stack, "many", {
    nodes: [
      { id: "start", type: "start" },
      { id: "go", type: "wait_for_signal", data: { name: "go" } },
      { id: "never", type: "wait_for_signal", data: { name: "never" } },
    ],
    edges: [
      { source: "start", target: "go" },
      { source: "go", target: "never" },
    ],
  });
  for (let sent = 0; sent < COUNT; sent++) await rest("POST", "/events?type=many", { sent });
  const waiting = "/executions?waiting_for=signal&waiting_for_name=go&limit=200";
  const ids = await waitFor(
    async () => {
      const { items } = await rest<Page<{ readonly id: string }>>("GET", waiting);
      return items.length === COUNT ? items.map(({ id }) => id) : undefined;
    },
    { timeoutMs: 120_000, intervalMs: 250 },
  );

  const action = { kind: "signal", signalName: "go" };
  const filter = { waitingFor: ["signal"], waitingForName: "go" };
  const { id, total } = await rest<Job>("POST", "/bulk", { filter, action });
  expect(total).toBe(COUNT);
  const job = () => rest<Job>("GET", `/bulk/${id}`);
  await waitFor(async () => (await job()).done > 0, { timeoutMs: 30_000, intervalMs: 5 });
  stack.api.kill9();
  // While no API is there, nobody answers.
  const known = await waitFor(() => job().catch(() => undefined), { timeoutMs: 60_000 });
  expect(known).toMatchObject({ status: "running" });
  expect(known!.done).toBeLessThan(COUNT);
  const ended = await waitFor(
    async () => {
      const now = await job();
      return now.status === "completed" ? now : undefined;
    },
    { timeoutMs: 90_000, intervalMs: 250 },
  );
  expect(ended).toMatchObject({ total: COUNT, done: COUNT, skipped: 0, failed: 0 });

  // The whole history of an execution is known when it has ended.
  await rest("POST", "/bulk", { filter: { ids }, action: { kind: "terminate" } });
  await waitFor(
    async () => {
      const { items } = await rest<Page<{ readonly mirrorOk: boolean | null }>>("GET", "/executions?limit=200");
      return items.every(({ mirrorOk }) => mirrorOk !== null);
    },
    { timeoutMs: 90_000, intervalMs: 250 },
  );
  for (const one of ids) {
    const history = await rest<Page<{ readonly eventType: string }>>("GET", `/executions/${one}/history?limit=200`);
    const signals = history.items.filter(({ eventType }) => /WorkflowExecutionSignaled/i.test(eventType));
    expect(signals, one).toHaveLength(1);
  }
}, 240_000);
