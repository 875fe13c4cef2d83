import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";

let world: TriggerWorld;
beforeAll(async () => {
  world = await triggerWorld();
});
afterAll(() => world.stop());

const stored = async () =>
  (await world.db.selectFrom("events").select("subject").orderBy("seq").execute()).map(({ subject }) => subject);

test("kill -9 at any moment between the answer of the source and the commit: no item is lost, and none is two events", async () => {
  const total = 10;
  let served = 0;
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url!, "http://x").searchParams.get("after"));
    served += 1;
    const items = Array.from({ length: 5 }, (_, n) => after + n + 1)
      .filter((n) => n <= total)
      .map((n) => ({ id: String(n), data: n }));
    const last = items.at(-1)?.data ?? after;
    response.end(JSON.stringify({ items, cursor: last, more: last < total }));
    // The process dies right after it has the answer: before, during or after its transaction.
    if (served % 3 !== 0) setTimeout(() => doomed?.kill("SIGKILL"), served % 5);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  let doomed: ReturnType<typeof spawn> | undefined;
  await world.publish("wf_1", [{ kind: "poll", id: "t", config: { source: "list", every: "1h", from: "beginning" } }]);
  let kills = 0;
  while ((await stored()).length < total) {
    doomed = spawn(
      process.execPath,
      ["--conditions=@tempograph/source", new URL("../testing/doomed-poller.ts", import.meta.url).pathname],
      {
        env: { ...process.env, DATABASE_URL: world.databaseUrl, SOURCE_URL: url },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const exited = once(doomed, "exit");
    await Promise.race([exited, waitFor(async () => (await stored()).length >= total, { timeoutMs: 60_000 })]);
    doomed.kill("SIGKILL");
    await exited;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(1);
  expect((await stored()).map(Number).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: total }, (_, n) => n + 1),
  );
  server.closeAllConnections();
  server.close();
}, 120_000);
