import { expect, test } from "vitest";
import { createClient } from "./index.ts";
import { problem, startServer } from "./test-kit/start-server.ts";

const event = (seq: number): string => `id: ${seq}\nevent: step\ndata: {"cursor":"${seq}"}\n\n`;
const HEAD = { "content-type": "text/event-stream" };

test("a stream goes on after the last update when the connection breaks, and ends with 204", async () => {
  const { url, seen } = await startServer((request, response, count) => {
    if (count === 1) {
      response.writeHead(200, HEAD);
      // The connection breaks within the third message.
      response.write(`retry: 1000\n\n: still here\n\n${event(1)}${event(2)}id: 3\ndata: {"cur`, () =>
        request.socket.destroy(),
      );
    } else if (count === 2) problem(response, 503, "DATABASE_UNAVAILABLE");
    else if (count === 3) response.writeHead(200, HEAD).end(event(3) + event(4));
    else response.writeHead(204).end();
  });
  const lost: unknown[] = [];
  const stream = createClient({ url }).executionEvents(
    { id: "exe_1", after: "0" },
    { onReconnect: (why) => lost.push(why) },
  );
  const cursors: string[] = [];
  for await (const { cursor } of stream) cursors.push(cursor);
  expect(cursors).toEqual(["1", "2", "3", "4"]);
  expect(seen.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "2", "2", "4"]);
  expect(seen[0]!.url).toBe("/executions/exe_1/events?after=0");
  expect(lost).toHaveLength(2);
});

test("a refused stream throws, and one that the caller leaves closes its connection", async () => {
  let closed = false;
  const { url } = await startServer((_, response, count) => {
    if (count === 1) return problem(response, 404, "NOT_FOUND");
    response.on("close", () => (closed = true));
    response.writeHead(200, HEAD);
    response.write(event(1));
  });
  const client = createClient({ url });
  await expect(client.executionEvents({ id: "exe_1" }).next()).rejects.toMatchObject({ code: "NOT_FOUND" });
  for await (const _ of client.executionEvents({ id: "exe_1" })) break;
  await expect.poll(() => closed).toBe(true);
});
