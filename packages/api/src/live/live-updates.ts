import {
  UPDATES_CHANNEL,
  WATCH_CHANNEL,
  findExecutions,
  listUpdates,
  listen,
  notify,
  type Database,
  type UpdateRecord,
} from "@tempograph/db";
import { createNotifier } from "@tempograph/runtime";
import { isClosing } from "./is-closing.ts";

export interface LiveUpdates {
  /**
   * Every update behind `after`, in commit order, each once: the stored ones, then live (I7). Ends behind the closing
   * one, or at once where the execution has ended and nothing is left.
   */
  follow(executionId: string, after: string): AsyncGenerator<UpdateRecord>;
  /** Somebody looks at this open execution: the mirror follows it closely for a while. */
  watch(executionId: string): void;
  /**
   * Settles as soon as `holds` gives true for what is stored, at the latest after `timeoutMs`. It is asked at once, and
   * again whenever the mirror has written something about the execution.
   */
  until(executionId: string, holds: () => Promise<boolean>, timeoutMs: number): Promise<void>;
  /** Ends every `follow`, so that their connections can close. */
  stop(): Promise<void>;
}

export interface LiveUpdatesOptions {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly onError?: (error: Error) => void;
  /** Milliseconds between two looks that no notification began. Default 1,500. */
  readonly pollMs?: number;
}

const PAGE = 500;
/** How often the mirror hears that somebody still watches. */
const WATCH_EVERY_MS = 5_000;

export function openLiveUpdates(options: LiveUpdatesOptions): LiveUpdates {
  const { db, databaseUrl, pollMs = 1_500 } = options;
  const onError = options.onError ?? (() => {});
  const notifier = createNotifier();
  // Notifications that were lost with the connection may have been for anyone: all look.
  const listener = listen(databaseUrl, [UPDATES_CHANNEL], (_channel, payload) => notifier.wake(payload.split(",")), {
    onReconnect: () => notifier.wakeAll(),
    onError,
  });

  function watch(executionId: string): void {
    notify(db, WATCH_CHANNEL, executionId).catch(onError);
  }

  async function until(executionId: string, holds: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      // Told again with each look: the mirror cannot follow an execution whose run it does not know yet, and an execution
      // that was started a moment ago gets its run with the next change.
      watch(executionId);
      const left = deadline - performance.now();
      // Waiting begins before the look, so that what is written between the two is not missed.
      const change = notifier.wait(executionId, Math.max(0, Math.min(left, pollMs)));
      try {
        if ((await holds()) || left <= 0 || notifier.stopped) return;
        await change.woken;
      } finally {
        change.leave();
      }
    }
  }

  async function* follow(executionId: string, after: string): AsyncGenerator<UpdateRecord> {
    let cursor = after;
    let closing = false;
    let watchedAt = -Infinity;
    while (!notifier.stopped) {
      // Before reading, so that a notification of what is written meanwhile is not missed.
      const waiting = notifier.wait(executionId, pollMs);
      try {
        const updates = await listUpdates(db, executionId, cursor, PAGE);
        for (const update of updates) {
          cursor = update.seq;
          closing ||= isClosing(update);
          yield update;
        }
        if (updates.length === PAGE) continue;
        if (closing || (updates.length === 0 && (await hasEnded(executionId, cursor)))) return;
        if (performance.now() - watchedAt > WATCH_EVERY_MS) {
          watchedAt = performance.now();
          watch(executionId);
        }
        await waiting.woken;
      } finally {
        waiting.leave();
      }
    }
  }

  /** Its last update was read; the row is read in one statement, so status and cursor belong together. */
  async function hasEnded(executionId: string, cursor: string): Promise<boolean> {
    const [execution] = await findExecutions(db, [executionId]);
    if (execution === undefined) return true;
    const open = execution.status === "pending" || execution.status === "running";
    return !open && BigInt(execution.updateSeq) <= BigInt(cursor);
  }

  return {
    follow,
    until,
    watch,
    async stop() {
      notifier.stop();
      await listener.stop();
    },
  };
}
