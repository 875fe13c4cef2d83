import { z } from "zod";
import { answer } from "../fields.ts";
import { moment } from "./problem.ts";
import { healthPartAnswer } from "./system.ts";

export const trafficMinuteAnswer = answer("TrafficMinute", "What came in during one minute.", {
  at: moment.describe("The minute's first moment."),
  events: z.int().describe("Events that were stored, up to 1,000,000 in the hour."),
  executions: z.int().describe("Executions that were created, up to 1,000,000 in the hour."),
});

export const workerAnswer = answer("Worker", "A worker that is alive.", {
  name: z.string().describe("Its host and the id of its process there, such as `web-1:4711`."),
  startedAt: moment.describe("Since when it runs."),
  seenAt: moment.describe("When it last said that it is alive. After six seconds without a word it is not listed."),
  mirrorLagMs: z.int().nullable().describe("Its part of the overview's `mirrorLagMs`."),
});

export const overviewAnswer = answer("Overview", "How a project is doing, for a page that is shown all the time.", {
  minutes: z.array(trafficMinuteAnswer).describe("The last 60 minutes, the oldest first. The last one is under way."),
  waitingEvents: z.int().describe("Events that no worker has matched with triggers yet, counted up to 10,000."),
  oldestWaitingEventAt: moment.nullable().describe("Since when the oldest of them waits."),
  waitingExecutions: z
    .int()
    .describe("Executions that are stored and have not started on Temporal yet, counted up to 10,000."),
  mirrorLagMs: z
    .int()
    .nullable()
    .describe(
      "How many milliseconds after the end of an execution its end was shown, at most in the last 30 s. Null: none ended.",
    ),
  workers: z.array(workerAnswer).describe("The workers of the installation that are alive, up to 200."),
  parts: z.array(healthPartAnswer).describe("Whether Postgres and Temporal answer."),
  canKillWorker: z.boolean().describe("Whether `workerKill` is possible here, for callers who may."),
});
