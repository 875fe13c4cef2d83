const UNITS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en", {
  ...{ weekday: "long", year: "numeric", month: "long", day: "numeric" },
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 },
  ...{ hourCycle: "h23", timeZoneName: "short" },
} as Intl.DateTimeFormatOptions);

/** How long ago, or in how long: "3 minutes ago", "in 2 hours". */
export function agoText(at: string, now: number): string {
  const distance = Date.parse(at) - now;
  const [unit, ms] = UNITS.find((one) => Math.abs(distance) >= one[1]) ?? UNITS[5];
  if (Math.abs(distance) < 1_000) return "now";
  return relative.format(Math.trunc(distance / ms), unit);
}

/** The exact moment in the zone of whoever looks, with the zone's name. */
export function exactText(at: string): string {
  return exact.format(new Date(at));
}

/** A length of time: "1.2 s", "3 min 20 s", "2 d 4 h". */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const parts: readonly (readonly [number, string, number, string])[] = [
    [86_400_000, "d", 3_600_000, "h"],
    [3_600_000, "h", 60_000, "min"],
    [60_000, "min", 1_000, "s"],
  ];
  const [large, largeName, small, smallName] = parts.find(([unit]) => ms >= unit) ?? parts[2]!;
  const rest = Math.floor((ms % large) / small);
  return `${String(Math.floor(ms / large))} ${largeName}${rest === 0 ? "" : ` ${String(rest)} ${smallName}`}`;
}
