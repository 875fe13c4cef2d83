import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { run } from "../test-kit/run.ts";

test("while Postgres does not answer, nothing else that needs it is asked, because each answer would take half a minute", async () => {
  const asked: string[] = [];
  const items = [
    { name: "postgres", title: "Postgres", ok: false, message: "Postgres does not answer.", hint: null },
    { name: "temporal", title: "A part with a long title", ok: true, message: "answers.", hint: null },
  ];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/doctor" ? { items } : { version: "1.0.0" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const TEMPOGRAPH_URL = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const { code, out } = await run(["doctor"], { env: { TEMPOGRAPH_URL, TEMPOGRAPH_TOKEN: "t" } });
    expect(asked).toEqual(["/health", "/doctor"]);
    expect(code).toBe(8);
    expect(out.split("\n").slice(1, 3)).toEqual([
      "BAD Postgres                 Postgres does not answer.",
      "ok  A part with a long title answers.",
    ]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
