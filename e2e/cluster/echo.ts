import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How long an answer takes, so that calls are under way whenever a process ends. */
const ANSWER_MS = 30;

const LAST_CALL = "/second";

/** A server that workflows call. It counts the calls by their idempotency key. */
export async function startEcho() {
  const calls = new Map<string, number>();
  const last = new Set<string>();
  const server = createServer((request, response) => {
    const key = String(request.headers["idempotency-key"]);
    calls.set(key, (calls.get(key) ?? 0) + 1);
    if (request.url === LAST_CALL) last.add(key);
    setTimeout(() => response.end("{}"), ANSWER_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    calls,
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    /** How many calls came beyond the first one of their key. */
    repeats: () => [...calls.values()].reduce((sum, times) => sum + times - 1, 0),
    /** How many executions have made their last call. */
    ended: () => last.size,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
