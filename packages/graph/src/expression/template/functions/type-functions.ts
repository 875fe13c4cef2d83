import { inGroup } from "./template-function.ts";

const time = (name: string, description: string, result: number) => ({
  name,
  kind: "method" as const,
  takes: [0],
  signature: `timestamp.${name}() → number`,
  description,
  example: `timestamp("2026-03-29T01:30:05.250Z").${name}()`,
  result,
});

/** What CEL itself has for its types; JSON's numbers are doubles. */
export const typeFunctions = inGroup("types", [
  {
    name: "string",
    kind: "function",
    takes: [1],
    signature: "string(number or bool) → text",
    description: "The value as a text.",
    example: "string(1.50)",
    result: "1.5",
  },
  {
    name: "int",
    kind: "function",
    takes: [1],
    signature: "int(number or text) → integer",
    description: "The number without the digits after the decimal point.",
    example: 'int("12") + int(1.9)',
    result: 13,
  },
  {
    name: "double",
    kind: "function",
    takes: [1],
    signature: "double(number or text) → number",
    description: "A number that can have digits after the decimal point: 7 / 2 is 3, but double(7) / 2 is 3.5.",
    example: "double(7) / 2",
    result: 3.5,
  },
  {
    name: "bool",
    kind: "function",
    takes: [1],
    signature: "bool(text) → bool",
    description: 'Reads a boolean from "true", "false", "1", "0", "t" or "f".',
    example: 'bool("true")',
    result: true,
  },
  {
    name: "dyn",
    kind: "function",
    takes: [1],
    signature: "dyn(value) → value",
    description:
      "Hides the type of a value from the type check. A condition ? a : b needs it if a and b have different types.",
    example: 'true ? dyn(1) : "one"',
    result: 1,
  },
  {
    name: "type",
    kind: "function",
    takes: [1],
    signature: "type(value) → type",
    description: "The type of a value, for a comparison with string, double, int, bool, list, map or type(null).",
    example: "type(payload.lead.name) == string",
    result: true,
  },
  {
    name: "timestamp",
    kind: "function",
    takes: [1],
    signature: "timestamp(text or seconds) → timestamp",
    description:
      "A moment as a CEL timestamp, which can be compared with < and to which durations can be added. As a result it becomes a text.",
    example: 'timestamp("2026-03-29T01:30:00Z") + duration("90m")',
    result: "2026-03-29T03:00:00.000Z",
  },
  {
    name: "duration",
    kind: "function",
    takes: [1],
    signature: "duration(text) → duration",
    description:
      "A duration as CEL has it, in units of h, m, s, ms, us and ns. As a result it becomes a text in seconds.",
    example: 'duration("1h30m")',
    result: "5400s",
  },
  time("getFullYear", "The year in UTC; dateParts knows time zones.", 2026),
  time("getMonth", "The month in UTC, from 0.", 2),
  time("getDate", "The day of the month in UTC, from 1.", 29),
  time("getDayOfMonth", "The day of the month in UTC, from 0.", 28),
  time("getDayOfWeek", "The weekday in UTC, 0 is Sunday.", 0),
  time("getHours", "The hour in UTC; of a duration all its hours.", 1),
  time("getMinutes", "The minute in UTC; of a duration all its minutes.", 30),
  time("getSeconds", "The second in UTC; of a duration all its seconds.", 5),
  time("getMilliseconds", "The millisecond in UTC; of a duration all its milliseconds.", 250),
]);
