/**
 * A set of moments on the clock of a time zone: those whose every field is in its list. It has the meaning of a structured
 * calendar of Temporal. Each list is ascending and not empty; a year that is null stands for every year.
 */
export interface CalendarRule {
  readonly second: readonly number[];
  readonly minute: readonly number[];
  readonly hour: readonly number[];
  readonly dayOfMonth: readonly number[];
  /** 1 is January. */
  readonly month: readonly number[];
  /** 0 is Sunday. */
  readonly dayOfWeek: readonly number[];
  readonly year: readonly number[] | null;
}

/** Fires at multiples of `everyMs` since 1970-01-01T00:00Z, moved later by `offsetMs`: an interval of Temporal. */
export interface IntervalRule {
  readonly everyMs: number;
  readonly offsetMs: number;
}

/** What a schedule's config means: it fires at each moment that one of the calendars or intervals has, and none of `except`. */
export interface ScheduleRules {
  readonly calendars: readonly CalendarRule[];
  readonly intervals: readonly IntervalRule[];
  readonly except: readonly CalendarRule[];
  readonly timeZone: string;
  /** Instants in ms since the epoch: the first and the last at which it may fire. */
  readonly startAt?: number;
  readonly endAt?: number;
}

/** The years that Temporal's calendars know. */
export const FIRST_CALENDAR_YEAR = 2000;
export const LAST_CALENDAR_YEAR = 2100;
