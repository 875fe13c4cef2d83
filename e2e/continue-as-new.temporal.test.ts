import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "@tempograph/testing";
import { createWorkflow, startTestStack, type TestStack } from "./support/start-test-stack.ts";

// An execution that is longer than one history continues as new several times, and the mirror follows it through all runs.

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ TEMPOGRAPH_HISTORY_LIMIT: "150" });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
}, 30_000);

const ITEMS = 120;

interface Execution {
  readonly id: string;
  readonly status: string;
  readonly mirrorOk: boolean | null;
  readonly output: { readonly after?: unknown } | null;
  readonly steps: { readonly nodes: readonly { path: string; status: string; input: unknown; scheduledAt: string }[] };
}

async function read(id: string): Promise<Execution> {
  const query = `query ($id: ID!) { execution(id: $id) {
    id status mirrorOk output steps(first: 100) { nodes { path status input scheduledAt } } } }`;
  return (await stack.graphql<{ execution: Execution }>(query, { id })).execution;
}

// start ─▶ wait(1 h, skipped by hand) ─▶ after
//       ─▶ each[ note ] ─────────────────▶
test(
  "an execution continues as new even when its worker is killed, and the mirror follows",
  { timeout: 120_000 },
  async () => {
    await createWorkflow(stack, "long", {
      nodes: [
        { id: "start", type: "start", data: {} },
        { id: "wait", type: "delay", data: { ms: "1h" } },
        { id: "each", type: "for_each", data: { items: "{{ payload.items }}", concurrency: 10, result: "{{ item }}" } },
        { id: "note", type: "log", parentId: "each", data: { message: "item {{ item }}" } },
        { id: "after", type: "transform", data: { output: "{{ size(steps.each.results) }}" } },
      ],
      edges: [
        { id: "e1", source: "start", target: "wait" },
        { id: "e2", source: "start", target: "each" },
        { id: "e3", source: "wait", target: "after" },
        { id: "e4", source: "each", target: "after" },
      ],
    });
    const { eventSend } = await stack.graphql<{ eventSend: { event: { id: string } } }>(
      `mutation ($input: EventInput!) { eventSend(input: $input) { ... on EventSendPayload { event { id } } } }`,
      { input: { type: "long", data: { items: Array.from({ length: ITEMS }, (_, index) => index) } } },
    );
    const id = await waitFor(async () => {
      const { event } = await stack.graphql<{ event: { executions: { nodes: { id: string }[] } } }>(
        `query ($id: ID!) { event(id: $id) { executions(first: 1) { nodes { id } } } }`,
        { id: eventSend.event.id },
      );
      return event.executions.nodes[0]?.id;
    });
    const done = async (): Promise<number> =>
      (await read(id)).steps.nodes.filter(({ path, status }) => path.endsWith("/note") && status === "COMPLETED")
        .length;
    await waitFor(async () => (await done()) > 20, { timeoutMs: 30_000 });
    stack.worker.kill9();
    const isThrough = async (): Promise<boolean> =>
      (await read(id)).steps.nodes.some(({ path, status }) => path === "each" && status === "COMPLETED");
    await waitFor(isThrough, { timeoutMs: 60_000 });
    const skipped = await stack.graphql<{ executionSkipWait: { __typename: string } }>(
      `mutation ($input: ExecutionSkipWaitInput!) { executionSkipWait(input: $input) { __typename } }`,
      { input: { id, path: "wait" } },
    );
    expect(skipped.executionSkipWait.__typename).toBe("ExecutionSkipWaitPayload");
    const closed = await waitFor(
      async () => {
        const execution = await read(id);
        return execution.mirrorOk !== null && execution;
      },
      { timeoutMs: 30_000 },
    );
    expect(closed).toMatchObject({ status: "COMPLETED", mirrorOk: true, output: { after: ITEMS } });
    // The step began in the first run and ended in the last one. Its row has the values of both.
    const wait = closed.steps.nodes.find(({ path }) => path === "wait");
    expect(wait).toMatchObject({ status: "COMPLETED", input: { ms: "1h" } });
    expect(wait!.scheduledAt).not.toBeNull();
    expect((await runsOf(id)).size).toBeGreaterThan(2);
  },
);

interface HistoryPage {
  readonly execution: {
    readonly historyEvents: {
      readonly nodes: readonly { readonly runId: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

/** The ids of the runs in the mirrored history. */
async function runsOf(id: string): Promise<ReadonlySet<string>> {
  const query = `query ($id: ID!, $after: String) { execution(id: $id) { historyEvents(first: 100, after: $after) {
    nodes { runId } pageInfo { hasNextPage endCursor } } } }`;
  const seen = new Set<string>();
  for (let after: string | null = null; ;) {
    const page: HistoryPage = await stack.graphql(query, { id, after });
    const { nodes, pageInfo } = page.execution.historyEvents;
    for (const { runId } of nodes) seen.add(runId);
    if (!pageInfo.hasNextPage) return seen;
    after = pageInfo.endCursor;
  }
}
