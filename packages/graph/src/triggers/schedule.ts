import type { Trigger } from "../definition/trigger.ts";
import { scheduleProblems } from "../schedule/check-schedule.ts";
import { readSchedule } from "../schedule/read-schedule.ts";
import { SCHEDULE_CONFIG_SCHEMA, type ScheduleConfig } from "../schedule/schedule-config.ts";
import { lowerFirst, scheduleWords } from "../schedule/schedule-words.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { triggerSource } from "./trigger-source.ts";

/** The type of the events that schedules make. */
export const SCHEDULE_EVENT_TYPE = "schedule.fired";

const configOf = (trigger: Trigger): ScheduleConfig => trigger.config as unknown as ScheduleConfig;

/** A Temporal Schedule. Each of its times becomes an event. */
export const schedule: TriggerDescription = {
  kind: "schedule",
  title: "Schedule",
  description: "Starts the workflow at certain times: by a cron, at an interval, or by a calendar, in a time zone.",
  config: SCHEDULE_CONFIG_SCHEMA,
  example: { cron: "0 9 * * mon-fri", timeZone: "Europe/Berlin" },
  listensTo: ({ id }, workflowId) => ({
    eventType: SCHEDULE_EVENT_TYPE,
    source: triggerSource("schedule", workflowId, id),
  }),
  check: (trigger) => scheduleProblems(configOf(trigger), "/config"),
  patterns: ["the clock says {cron}[ in {timeZone}]", "another {every} has passed", "the schedule is due"],
  sentence(trigger) {
    const config = configOf(trigger);
    if (readSchedule(config).rules === undefined) return "on a schedule that cannot be read";
    return lowerFirst(scheduleWords(config));
  },
};
