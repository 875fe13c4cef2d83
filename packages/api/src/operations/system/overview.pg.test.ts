import { beatWorker } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { ed: ["editor"], "kim@billing": ["admin"] } });
});
afterAll(() => api.stop());

test("says how the project is doing, and shares an answer for a second", async () => {
  await api.request("POST", "/events?type=lead", {});
  await beatWorker(api.db, { id: "wrk_1", host: "h", pid: 7, taskQueue: "q", mirrorLagMs: 12 });
  const { body } = await api.request("GET", "/overview");
  expect(body).toMatchObject({
    ...{ waitingEvents: 1, waitingExecutions: 0, mirrorLagMs: 12, canKillWorker: false },
    workers: [{ name: "h:7", mirrorLagMs: 12 }],
  });
  expect(body.parts.map(({ name, ok }: { name: string; ok: boolean }) => [name, ok])).toEqual([
    ["postgres", true],
    ["temporal", false],
    ["api", true],
  ]);
  expect(body.minutes).toHaveLength(60);
  expect(body.minutes.reduce((sum: number, { events }: { events: number }) => sum + events, 0)).toBe(1);
  // I13: another project sees its own events, and the workers of the installation.
  expect((await api.as("kim@billing").request("GET", "/overview")).body).toMatchObject({
    ...{ waitingEvents: 0, workers: [{ name: "h:7" }] },
  });
});

test("kills no worker where nothing starts it again, and says so; only admins of main may ask", async () => {
  expect((await api.request("POST", "/workers/kill")).body).toMatchObject({ code: "NO_SUPERVISOR", status: 409 });
  for (const who of ["ed", "kim@billing"])
    expect((await api.as(who).request("POST", "/workers/kill")).body).toMatchObject({ code: "FORBIDDEN" });
  const { body } = await api.request("GET", "/audit?action=workerKill&actor=owner");
  expect(body.items).toMatchObject([{ outcome: "NO_SUPERVISOR" }]);
});
