import {
  UPDATES_CHANNEL,
  WATCH_CHANNEL,
  listUpdates,
  listen,
  notifyEach,
  type ProjectDatabase,
  type UpdateRecord,
} from "@tempograph/db";
import { createBatcher, createNotifier, type Notifier } from "@tempograph/runtime";
import { openListChanges, type ListChanges } from "./list-changes.ts";
import { createTailReader } from "./tail-reader.ts";
import { isClosing } from "./is-closing.ts";
import { waitOrLeave } from "./wait-or-leave.ts";

export interface LiveUpdates {
  /** The changes of lists. */
  readonly lists: ListChanges;
  /**
   * Gives every update after `after` once, in commit order: first the stored ones, then new ones as they come (I7). It ends after
   * the closing update, or at once if the execution has ended and there are no further updates, or when the subscriber has left.
   */
  follow(executionId: string, after: string, left?: AbortSignal): AsyncGenerator<UpdateRecord>;
  /** Tells the mirror that somebody watches this open execution, so that it follows the execution closely for a while. */
  watch(executionId: string): void;
  /**
   * Resolves as soon as `holds` gives true, at the latest after `timeoutMs`. `holds` is called at once, and again whenever the mirror
   * has written something about the execution.
   */
  until(executionId: string, holds: () => Promise<boolean>, timeoutMs: number): Promise<void>;
}

/** Where the live updates of all projects arrive. */
export interface LiveUpdatesSource {
  /** The live updates that a caller of the database's project may follow. */
  of(db: ProjectDatabase): LiveUpdates;
  /** Ends every `follow`, so that their connections can close. */
  stop(): Promise<void>;
}

export interface LiveUpdatesOptions {
  readonly databaseUrl: string;
  readonly onError?: (error: Error) => void;
  /** Milliseconds until the next read if no notification comes. Default 1,500. */
  readonly pollMs?: number;
}

const PAGE = 500;
/** How often the mirror is told that somebody still watches. */
const WATCH_EVERY_MS = 5_000;
const WATCHED_AT_ONCE = 1_000;

export function openLiveUpdates(options: LiveUpdatesOptions): LiveUpdatesSource {
  const { databaseUrl, pollMs = 1_500 } = options;
  const onError = options.onError ?? (() => {});
  const notifier = createNotifier();
  // Notifications that were lost with the connection may concern any execution, so wake all waiters.
  const changes = openListChanges();
  function heard(payload: string): void {
    const ids = payload.split(",");
    notifier.wake(ids);
    changes.changed(ids);
  }
  function missed(): void {
    notifier.wakeAll();
    changes.changed(undefined);
  }
  const listener = listen(databaseUrl, [UPDATES_CHANNEL], (_channel, payload) => heard(payload), {
    onReconnect: missed,
    onError,
  });
  return {
    of: (db) => liveUpdatesOf(db, { notifier, lists: changes.of(), pollMs, onError }),
    async stop() {
      notifier.stop();
      changes.stop();
      await listener.stop();
    },
  };
}

interface Parts {
  readonly notifier: Notifier;
  readonly lists: ListChanges;
  readonly pollMs: number;
  readonly onError: (error: Error) => void;
}

function liveUpdatesOf(db: ProjectDatabase, { notifier, lists, pollMs, onError }: Parts): LiveUpdates {
  const readTail = createTailReader(db);
  const tellMirror = createBatcher<string, undefined>({
    maxWeight: WATCHED_AT_ONCE,
    async work(ids) {
      await notifyEach(db, WATCH_CHANNEL, [...new Set(ids)]);
      return ids.map(() => undefined);
    },
  });

  function watch(executionId: string): void {
    tellMirror(executionId).catch(onError);
  }

  async function until(executionId: string, holds: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      // Repeat this with each read: the mirror cannot follow an execution whose run it does not know, and the row of an execution
      // that has just started gets its run id with the next change.
      watch(executionId);
      const left = deadline - performance.now();
      // Begin to wait before reading, so that a write between the two is not missed.
      const change = notifier.wait(executionId, Math.max(0, Math.min(left, pollMs)));
      try {
        if ((await holds()) || left <= 0 || notifier.stopped) return;
        await change.woken;
      } finally {
        change.leave();
      }
    }
  }

  async function* follow(executionId: string, after: string, left?: AbortSignal): AsyncGenerator<UpdateRecord> {
    let cursor = after;
    let closing = false;
    let watchedAt = -Infinity;
    while (!notifier.stopped && left?.aborted !== true) {
      // Begin to wait before reading, so that the notification of a write in the meantime is not missed.
      const waiting = waitOrLeave(notifier, executionId, untilNextPoll(pollMs), left);
      try {
        let { updates, hasMore, isOver } = await readTail({ executionId, after: cursor });
        for (;;) {
          for (const update of updates) {
            cursor = update.seq;
            closing ||= isClosing(update);
            yield update;
          }
          if (!hasMore) break;
          // Many updates are not read together with those of others.
          updates = await listUpdates(db, executionId, cursor, PAGE);
          hasMore = updates.length > 0;
          isOver = false;
        }
        if (closing || isOver) return;
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

  return { follow, until, watch, lists };
}

/** All subscribers poll at the same moments, so that their reads share statements. */
function untilNextPoll(pollMs: number): number {
  return pollMs - (performance.now() % pollMs);
}
