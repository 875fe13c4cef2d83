import { Client, Connection } from "@temporalio/client";
import { temporalAddress, waitFor } from "@tempograph/testing";
import { scheduleIdOf } from "@tempograph/triggers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startTestApi({ temporalAddress: temporalAddress() });
  client = new Client({ connection: await Connection.connect({ address: temporalAddress() }) });
});
afterAll(async () => {
  await api.stop();
  await client.connection.close();
});

const times = async (body: object) =>
  (await api.request("POST", "/schedule-times", body)).body as Record<string, unknown>;

test("a config is told in words, with its next ten times, or with its problems", async () => {
  const told = await times({ config: { cron: "0 9 * * mon-fri", timeZone: "Europe/Berlin" } });
  expect(told).toMatchObject({ words: "At 09:00, Monday through Friday (Europe/Berlin)", computedBy: "tempograph" });
  const list = told["times"] as string[];
  expect(list).toHaveLength(10);
  expect(list[0]! > new Date().toISOString()).toBe(true);
  for (const [config, problem] of [
    [{ cron: "0 9 31 2 *" }, { code: "SCHEDULE_NEVER", path: "/config" }],
    [{ cron: "0 0 9 * * * 2020" }, { code: "SCHEDULE_NEVER", path: "/config" }],
    [
      { cron: "0 9 * * *", timeZone: "Berlin" },
      { code: "TIME_ZONE_UNKNOWN", path: "/config/timeZone" },
    ],
    [{ corn: "0 9 * * *" }, { path: "/config" }],
    ["0 9 * * *", { path: "/config" }],
  ] as const)
    expect(await times({ config })).toMatchObject({
      words: null,
      times: [],
      problems: expect.arrayContaining([expect.objectContaining(problem)]),
    });
  expect(await times({})).toMatchObject({ code: "INVALID_INPUT", path: "/config" });
});

test("a live schedule is asked of Temporal, fires when it is told to, and is backfilled within bounds", async () => {
  const trigger = { kind: "schedule", id: "clock", config: { cron: "0 * * * *" } };
  const created = await api.request("POST", "/workflows", {
    ...{ name: "Hourly", graph: smallGraph, triggers: [trigger], publish: true },
  });
  expect(created.status).toBe(201);
  const { id } = created.body as { id: string };
  const at = `/workflows/${id}/triggers/clock`;
  const live = { workflowId: id, triggerId: "clock" };
  // No worker has made the Schedule.
  expect(await times(live)).toMatchObject({ computedBy: "tempograph", words: "Every hour (UTC)" });
  expect(await api.request("POST", `${at}/fire`, {})).toMatchObject({
    status: 503,
    body: { code: "TEMPORAL_UNAVAILABLE" },
  });

  await client.schedule.create({
    scheduleId: scheduleIdOf(live),
    spec: { calendars: [{ minute: 30, hour: "*" }] },
    action: { type: "startWorkflow", workflowType: "none", taskQueue: "nobody", workflowId: scheduleIdOf(live) },
    policies: { overlap: "ALLOW_ALL" },
  });
  const told = await times(live);
  expect(told).toMatchObject({ computedBy: "temporal" });
  expect((told["times"] as string[])[0]).toMatch(/:30:00/);

  const taken = async () => (await client.schedule.getHandle(scheduleIdOf(live)).describe()).info.numActionsTaken;
  expect(await api.request("POST", `${at}/fire`, {})).toMatchObject({ status: 202, body: { triggerId: "clock" } });
  await waitFor(async () => (await taken()) === 1);
  const backfill = (from: string, to: string) => api.request("POST", `${at}/backfill`, { from, to });
  expect((await backfill("2026-01-01T00:00:00Z", "2026-01-01T03:59:00Z")).status).toBe(202);
  await waitFor(async () => (await taken()) >= 4);
  for (const [from, to, path] of [
    ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "/to"],
    ["2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "/to"],
    ["2016-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "/to"],
    ["2025-01-01T00:10:00Z", "2025-01-01T00:20:00Z", "/from"],
  ] as const)
    expect(await backfill(from, to)).toMatchObject({ status: 400, body: { code: "INVALID_INPUT", path } });
  await api.request("POST", `${at}/pause`, {});
  expect(await api.request("POST", `${at}/fire`, {})).toMatchObject({ status: 400, body: { path: "/triggerId" } });
  expect((await api.request("POST", `/workflows/${id}/triggers/none/fire`, {})).status).toBe(404);
  await client.schedule.getHandle(scheduleIdOf(live)).delete();
});
