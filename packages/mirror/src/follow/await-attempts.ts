import { setTimeout as sleep } from "node:timers/promises";
import { findStoredUpdates } from "@tempograph/db";
import { isOpenStep } from "@tempograph/graph";
import type { LiveUpdateSource } from "../live-updates/live-update-buffer.ts";
import { attemptKey } from "../live-updates/attempt-key.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import type { Projection } from "../project/projection.ts";

/** A worker writes the changes of a watched execution within a twentieth of it. */
const AT_MOST_MS = 1_000;
const EVERY_MS = 50;

/**
 * Waits until the end of each step's last attempt is stored or waits in this worker, if somebody watches the execution. No update gets a
 * cursor behind the closing one, so without this a subscriber would not be told of the last attempts that another worker made, nor of
 * what they logged. A worker that has died reports nothing more, so it does not wait for long.
 */
export async function awaitAttempts(
  { db }: Pick<MirrorDeps, "db">,
  liveUpdates: Pick<LiveUpdateSource, "isWatched" | "isWaiting">,
  executionId: string,
  projection: Projection,
  atMostMs = AT_MOST_MS,
): Promise<void> {
  if (projection.closedAt === null || !liveUpdates.isWatched(executionId)) return;
  let left = projection.steps.flatMap(({ path, status, attempts }) =>
    attempts > 0 && !isOpenStep(status) ? [attemptKey(path, attempts, "ended")] : [],
  );
  const until = performance.now() + atMostMs;
  for (;;) {
    left = left.filter((key) => !liveUpdates.isWaiting(executionId, key));
    if (left.length === 0) return;
    const stored = await findStoredUpdates(
      db,
      left.map((key) => ({ executionId, key })),
    );
    left = left.filter((key) => stored.get(executionId)?.has(key) !== true);
    if (left.length === 0 || performance.now() >= until) return;
    await sleep(EVERY_MS);
  }
}
