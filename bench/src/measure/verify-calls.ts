/** Throws unless every event has made its four calls, at least once each, and no other call. */
export function verifyCalls(
  side: string,
  numbers: readonly number[],
  tally: ReadonlyMap<number, Readonly<Record<string, number>>>,
): { readonly repeatedCalls: number } {
  let repeatedCalls = 0;
  for (const n of numbers) {
    const steps = tally.get(n) ?? {};
    const made = Object.keys(steps).sort().join(" ");
    if (made !== "a b c gift") throw new Error(`${side}: event ${n} made the calls "${made}" instead of "a b c gift".`);
    for (const times of Object.values(steps)) repeatedCalls += times - 1;
  }
  return { repeatedCalls };
}
