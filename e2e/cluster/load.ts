import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./start-cluster.ts";
import type { Program } from "./start-program.ts";

const PAUSE_MS = 60;
const RETRY_MS = 100;
/** Where the machine is slow, the load waits for the executions, so that what is left at the end does not depend on its speed. */
const MOST_OPEN = 40;

// start ─▶ first ─▶ count ─▶ wait(400 ms) ─▶ second: an execution is open for so long that it meets the end of a worker.
const graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "first", type: "http_call", data: { method: "POST", url: "{{ raw(payload.url) }}/first" } },
    { id: "count", type: "state_increment", data: { key: "executions" } },
    { id: "wait", type: "delay", data: { ms: 400 } },
    { id: "second", type: "http_call", data: { method: "POST", url: "{{ raw(payload.url) }}/second" } },
  ],
  edges: [
    { id: "e1", source: "start", target: "first" },
    { id: "e2", source: "first", target: "count" },
    { id: "e3", source: "count", target: "wait" },
    { id: "e4", source: "wait", target: "second" },
  ],
};

export type Load = Awaited<ReturnType<typeof startLoad>>;

/**
 * Sends events without a break, each to the next of `apis`, as a load balancer does. What is not acknowledged is sent again with the same
 * idempotency key, until one of them acknowledges it.
 */
export async function startLoad(cluster: Cluster, apis: Set<Program>) {
  const { token, echo } = cluster;
  const accepted = new Set<string>();
  let sent = 0;
  let turn = 0;
  let running = true;
  let problem: Error | undefined;

  async function post(api: Program, path: string, body: unknown, key?: string) {
    const response = await fetch(`${String(api.ready["url"])}${path}`, {
      method: "POST",
      headers: {
        ...{ authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(key !== undefined && { "idempotency-key": key }),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer };
  }

  const nextApi = () => [...apis][(turn += 1) % apis.size]!;

  async function sendOne(): Promise<void> {
    sent += 1;
    const key = `event-${String(sent)}`;
    for (;;) {
      // A process that ends refuses connections, or breaks them off without an answer.
      const got = await post(nextApi(), "/events", { url: echo.url, load: true, key }, key).catch(() => undefined);
      if (got?.status === 202) return void accepted.add(String(got.answer["id"]));
      if (got !== undefined && got.status !== 503)
        throw new Error(`An event was refused: ${String(got.status)} ${JSON.stringify(got.answer)}`);
      await sleep(RETRY_MS);
    }
  }

  const made = await post(nextApi(), "/workflows", { name: "Load", trigger: { "!!": { var: "load" } }, graph });
  if (made.status !== 201) throw new Error(JSON.stringify(made.answer));

  const sending = (async () => {
    while (running) {
      if (accepted.size - echo.ended() < MOST_OPEN) await sendOne();
      await sleep(PAUSE_MS);
    }
  })().catch((error: Error) => void (problem = error));

  return {
    workflowId: String(made.answer["id"]),
    accepted,
    /** Resolves when `count` more events have been acknowledged. */
    async pass(count: number) {
      const until = accepted.size + count;
      while (accepted.size < until && problem === undefined) await sleep(20);
      if (problem !== undefined) throw problem;
    },
    async stop() {
      running = false;
      await sending;
      if (problem !== undefined) throw problem;
    },
  };
}
