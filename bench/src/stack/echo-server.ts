import { WallClock } from "../measure/wall-clock.ts";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * POST /post answers with the body that it got, and counts the step of the event. GET /arrivals streams a line `n execution at` for
 * each last step, where `at` is when the first step of the event came, in milliseconds since the epoch. GET /tally returns the number of times that each step came, by n.
 */
const clock = new WallClock();
// The two clocks of a process drift apart.
setInterval(() => clock.set(), 10_000).unref();
const firsts = new Map<number, number>();
const tally = new Map<number, Record<string, number>>();
const watchers = new Set<ServerResponse>();

const server = createServer((request, response) => {
  if (request.method === "POST" && request.url === "/post") return void echo(request, response);
  if (request.url === "/arrivals") {
    response.writeHead(200, { "content-type": "text/plain" }).flushHeaders();
    watchers.add(response);
    response.on("close", () => watchers.delete(response));
    return;
  }
  if (request.url === "/tally") {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify([...tally]));
    tally.clear();
    return;
  }
  response.writeHead(404).end();
});
server.keepAliveTimeout = 60_000;

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = clock.now();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  const { n, step, execution } = JSON.parse(body.toString()) as { n: number; step: string; execution: string };
  const steps = tally.get(n) ?? {};
  tally.set(n, steps);
  steps[step] = (steps[step] ?? 0) + 1;
  if (!firsts.has(n)) firsts.set(n, at);
  if (step !== "gift" && step !== "drip") return;
  for (const watcher of watchers) watcher.write(`${n} ${execution} ${String(firsts.get(n))}\n`);
  firsts.delete(n);
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`);
});
process.on("SIGTERM", () => process.exit(0));
