import { setTimeout as sleep } from "node:timers/promises";
import { isPostgresAway } from "../connection/is-postgres-away.ts";

/** Does the work again while Postgres is away, for at most `forMs`; any other error is thrown at once. */
export async function keepTrying<T>(work: () => Promise<T>, forMs: number): Promise<T> {
  const until = performance.now() + forMs;
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isPostgresAway(error) || performance.now() + waitMs > until) throw error;
      await sleep(waitMs);
    }
  }
}
