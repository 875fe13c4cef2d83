import { Client, Connection } from "@temporalio/client";
import { nextTimes, readSchedule, type ScheduleConfig } from "@tempograph/graph";
import { createTestNamespace, temporalAddress } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporalSpec } from "./temporal-spec.ts";

let connection: Connection;
let client: Client;
let schedules = 0;

beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  client = new Client({ connection, namespace: await createTestNamespace() });
});
afterAll(() => connection.close());

const seconds = (ms: number) => ({ seconds: Math.floor(ms / 1000) as unknown as Long });
type Long = NonNullable<
  NonNullable<Parameters<typeof client.workflowService.listScheduleMatchingTimes>[0]["startTime"]>["seconds"]
>;

/** The times that Temporal's server computes by itself. */
async function timesOfServer(config: ScheduleConfig, from: number, to: number): Promise<number[]> {
  const scheduleId = `times-${(schedules += 1)}`;
  const read = readSchedule(config);
  await client.schedule.create({
    scheduleId,
    spec: temporalSpec({ ...read, rules: read.rules! }),
    action: { type: "startWorkflow", workflowType: "none", taskQueue: "none" },
    state: { paused: true },
  });
  const { namespace } = client.options;
  const answer = await client.workflowService.listScheduleMatchingTimes({
    ...{ namespace, scheduleId, startTime: seconds(from), endTime: seconds(to) },
  });
  return (answer.startTime ?? []).map((time) => Number(time.seconds) * 1000);
}

test.each<[string, ScheduleConfig, string, number]>([
  ["clocks go forward in Berlin", { cron: "*/30 * * * *", timeZone: "Europe/Berlin" }, "2026-03-28T23:00:00Z", 1],
  ["a time that is skipped", { cron: "30 2 * * *", timeZone: "Europe/Berlin" }, "2026-03-27T00:00:00Z", 5],
  ["clocks go back in Berlin", { cron: "*/30 * * * *", timeZone: "Europe/Berlin" }, "2026-10-24T22:00:00Z", 1],
  ["a time that comes twice", { cron: "30 2 * * *", timeZone: "Europe/Berlin" }, "2026-10-23T00:00:00Z", 5],
  ["clocks skip midnight in Havana", { cron: "0,30 * * * *", timeZone: "America/Havana" }, "2026-03-08T00:00:00Z", 1],
  ["clocks go back in New York", { cron: "*/30 * * * *", timeZone: "America/New_York" }, "2026-10-31T22:00:00Z", 1],
  [
    "a time that comes twice in New York",
    { cron: "30 1 * * *", timeZone: "America/New_York" },
    "2026-10-30T00:00:00Z",
    5,
  ],
  ["hourly in Sydney", { cron: "0 * * * *", timeZone: "Australia/Sydney" }, "2026-04-04T00:00:00Z", 2],
  [
    "clocks that move by half an hour",
    { cron: "*/15 * * * *", timeZone: "Australia/Lord_Howe" },
    "2026-04-04T00:00:00Z",
    2,
  ],
  ["and forward by half an hour", { cron: "*/15 * * * *", timeZone: "Australia/Lord_Howe" }, "2026-10-03T00:00:00Z", 2],
  ["a zone at UTC", { cron: "*/20 * * * *", timeZone: "Europe/London" }, "2026-10-24T22:00:00Z", 1],
  [
    "daylight saving that was given up",
    { cron: "0 9 * * *", timeZone: "America/Sao_Paulo" },
    "2019-02-14T00:00:00Z",
    6,
  ],
  ["an offset that changed", { cron: "0 */6 * * *", timeZone: "Europe/Volgograd" }, "2020-12-26T00:00:00Z", 3],
  ["either kind of days", { cron: "0 9 13 * fri" }, "2026-11-01T00:00:00Z", 60],
  ["both kinds of days", { calendar: { dayOfMonth: 13, dayOfWeek: "fri", hour: 9 } }, "2026-01-01T00:00:00Z", 400],
  ["steps, names and lists", { cron: "5/20 8-18/5,20 * jan,nov mon-fri" }, "2026-10-30T00:00:00Z", 10],
  ["seconds and years", { cron: "*/20 59 23 31 12 * 2026-2028" }, "2025-01-01T00:00:00Z", 1_600],
  ["29 February", { cron: "0 0 29 2 *" }, "2026-01-01T00:00:00Z", 3_000],
  ["intervals with an offset", { every: ["7h", { every: "1d", offset: "5h" }] }, "2026-11-01T00:00:00Z", 4],
  [
    "exceptions",
    { cron: "0 */4 * * *", except: [{ dayOfWeek: "sat-7" }, { hour: 8, dayOfWeek: "mon" }] },
    "2026-11-20T00:00:00Z",
    5,
  ],
  [
    "a beginning and an end",
    { every: "1h", startAt: "2026-11-20T05:00:00Z", endAt: "2026-11-20T08:00:00Z" },
    "2026-11-20T00:00:00Z",
    1,
  ],
])("our times are those of Temporal's server: %s", async (_, config, after, days) => {
  // The server's list begins with the moment itself.
  const from = Date.parse(after) + 1_000;
  const to = from + days * 86_400_000;
  const ours = nextTimes(readSchedule(config).rules!, from - 1, 10_000).filter((time) => time <= to);
  expect(ours.length).toBeGreaterThan(0);
  expect(ours).toEqual(await timesOfServer(config, from, to));
});
