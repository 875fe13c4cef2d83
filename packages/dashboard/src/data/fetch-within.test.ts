import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { fetchWithin } from "./fetch-within.ts";

async function serve(answer: (response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((_, response) => void answer(response)).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}

test("a server that takes the question and says nothing is given up", async () => {
  await expect(fetchWithin(20, await serve(() => undefined))).rejects.toThrow("aborted");
});

test("an answer that stops in its middle is given up", async () => {
  const answer = await fetchWithin(200, await serve((response) => response.write("half")));
  await expect(answer.text()).rejects.toThrow("aborted");
});

test("an answer that takes longer than the time comes whole, as long as more of it comes", async () => {
  const url = await serve(async (response) => {
    response.statusCode = 201;
    for (let part = 0; part < 8; part++) {
      response.write("x");
      await sleep(100);
    }
    response.end();
  });
  const answer = await fetchWithin(600, url);
  expect([answer.status, await answer.text()]).toEqual([201, "xxxxxxxx"]);
});

test("who asked may stop waiting, and an answer may be empty", async () => {
  const asker = new AbortController();
  const waiting = fetchWithin(60_000, await serve(() => asker.abort()), { signal: asker.signal });
  await expect(waiting).rejects.toThrow("aborted");
  const empty = await fetchWithin(60_000, await serve((response) => response.writeHead(204).end()));
  expect([empty.status, await empty.text()]).toEqual([204, ""]);
});
