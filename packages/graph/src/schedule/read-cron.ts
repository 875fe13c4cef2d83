import { CalendarError, readCalendarField } from "./calendar-field.ts";
import type { CalendarRule } from "./calendar-rule.ts";

const NAMED: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/**
 * The calendars that a cron stands for. It has five fields (minute, hour, day of the month, month, day of the week), or seven, with
 * seconds before them and years behind.
 *
 * As in crontab, a cron that limits both kinds of days fires on either: `0 9 1 * mon` is the first of each month, and each Monday.
 * Temporal would read it as the firsts that are Mondays, so it gets two calendars. Throws `CalendarError`.
 */
export function readCron(text: string): CalendarRule[] {
  const [second, minute, hour, dayOfMonth, month, dayOfWeek, year] = cronFields(text);
  const rule: CalendarRule = {
    second: readCalendarField("second", second),
    minute: readCalendarField("minute", minute),
    hour: readCalendarField("hour", hour),
    dayOfMonth: readCalendarField("dayOfMonth", dayOfMonth),
    month: readCalendarField("month", month),
    dayOfWeek: readCalendarField("dayOfWeek", dayOfWeek),
    year: year === "*" ? null : readCalendarField("year", year),
  };
  // crontab(5): a field that begins with `*` does not limit the days in this sense, also if it has a step.
  if (/^[*?]/.test(dayOfMonth) || /^[*?]/.test(dayOfWeek)) return [rule];
  return [
    { ...rule, dayOfWeek: readCalendarField("dayOfWeek", "*") },
    { ...rule, dayOfMonth: readCalendarField("dayOfMonth", "*") },
  ];
}

/** The seven fields of a cron, from the seconds to the years. Throws `CalendarError`. */
export function cronFields(text: string): readonly [string, string, string, string, string, string, string] {
  const cron = NAMED[text.trim().toLowerCase()] ?? text.trim();
  if (/^(CRON_)?TZ=/.test(cron)) {
    throw new CalendarError(
      "A cron has no time zone of its own",
      'Write the zone beside it: "timeZone": "Europe/Berlin"',
    );
  }
  if (cron.startsWith("@")) {
    throw new CalendarError(
      `There is no cron named "${cron.slice(0, 40)}"`,
      `Write one of ${Object.keys(NAMED).join(", ")}, or "every": "10m" for an interval`,
    );
  }
  const fields = cron.split(/\s+/);
  if (fields.length === 5) return ["0", ...(fields as [string, string, string, string, string]), "*"];
  if (fields.length === 7) return fields as [string, string, string, string, string, string, string];
  if (fields.length === 6) {
    throw new CalendarError(
      "A cron of six fields is ambiguous: some systems read seconds first, others years last",
      `Write seven fields: "${cron} *" if the first are seconds, "0 ${cron}" if the last are years`,
    );
  }
  throw new CalendarError(
    `A cron has five fields, or seven with seconds and years; this one has ${cron === "" ? 0 : fields.length}`,
    'Write minute, hour, day of the month, month, day of the week: "0 9 * * mon-fri" is 09:00 on weekdays',
  );
}
