import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `left` gives 0. Throws an error that says `what` is left if the number has been the same for `stillMs`. */
export async function untilNoneLeft(
  what: string,
  left: () => Promise<number>,
  { everyMs, stillMs = 60_000 }: { readonly everyMs: number; readonly stillMs?: number },
): Promise<void> {
  let [before, since] = [Number.NaN, 0];
  for (;;) {
    const now = await left();
    if (now === 0) return;
    if (now !== before) [before, since] = [now, performance.now()];
    else if (performance.now() - since > stillMs)
      throw new Error(`${what}: ${String(now)}, and nothing has changed for ${String(stillMs / 1_000)} s.`);
    await sleep(everyMs);
  }
}
