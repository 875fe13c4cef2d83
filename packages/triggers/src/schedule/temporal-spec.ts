import type { CalendarSpec, DayOfWeek, Month, ScheduleSpec } from "@temporalio/client";
import { DAYS_OF_WEEK, MONTHS } from "@temporalio/client";
import type { CalendarRule, ReadSchedule, ScheduleRules } from "@tempograph/graph";

/** What a schedule means, as Temporal takes it. Structured calendars leave Temporal nothing to read differently than we do. */
export function temporalSpec({ rules, jitterMs }: ReadSchedule & { readonly rules: ScheduleRules }): ScheduleSpec {
  return {
    calendars: rules.calendars.map(calendarSpec),
    intervals: rules.intervals.map(({ everyMs, offsetMs }) => ({ every: everyMs, offset: offsetMs })),
    skip: rules.except.map(calendarSpec),
    timezone: rules.timeZone,
    ...(jitterMs !== undefined && { jitter: jitterMs }),
    ...(rules.startAt !== undefined && { startAt: new Date(rules.startAt) }),
    ...(rules.endAt !== undefined && { endAt: new Date(rules.endAt) }),
  };
}

function calendarSpec(rule: CalendarRule): CalendarSpec {
  return {
    second: ranges(rule.second, 60),
    minute: ranges(rule.minute, 60),
    hour: ranges(rule.hour, 24),
    dayOfMonth: ranges(rule.dayOfMonth, 31),
    month: rule.month.length === 12 ? "*" : rule.month.map((month) => MONTHS[month - 1] as Month),
    dayOfWeek: rule.dayOfWeek.length === 7 ? "*" : rule.dayOfWeek.map((day) => DAYS_OF_WEEK[day] as DayOfWeek),
    ...(rule.year !== null && { year: [...rule.year] }),
  };
}

function ranges(numbers: readonly number[], all: number): number[] | "*" {
  return numbers.length === all ? "*" : [...numbers];
}
