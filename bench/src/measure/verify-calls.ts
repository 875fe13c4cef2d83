import type { Side } from "./side.ts";

/** Throws unless every event has made its calls, at least once each, and no other call. */
export function verifyCalls(
  { name, calls }: Pick<Side, "name" | "calls">,
  numbers: readonly number[],
  tally: ReadonlyMap<number, Readonly<Record<string, number>>>,
): { readonly repeatedCalls: number } {
  let repeatedCalls = 0;
  for (const n of numbers) {
    const steps = tally.get(n) ?? {};
    const made = Object.keys(steps).sort().join(" ");
    if (made !== calls) throw new Error(`${name}: event ${n} made the calls "${made}" instead of "${calls}".`);
    for (const times of Object.values(steps)) repeatedCalls += times - 1;
  }
  return { repeatedCalls };
}
