import { createNotifier } from "@tempograph/runtime";
import { ChangedIds } from "./changed-ids.ts";
import { waitOrLeave } from "./wait-or-leave.ts";

/** A change of a list. */
export interface ListChange<Found> {
  /** To go on behind this change. */
  readonly cursor: string;
  /** What the ids of the change mean for the list. Undefined: anything may have changed, so read the list anew. */
  readonly found: Found | undefined;
}

export interface ListChanges {
  /**
   * Gives the changes behind a cursor, at most four in a second: what changes in between comes together. Without a cursor, or behind one that is
   * not known here any more, the first one says that anything may have changed. `look` says what ids mean for the list, and undefined if
   * nothing; subscribers with the same `key` share its answers. It ends when the subscriber has left.
   */
  follow<Found>(
    list: { readonly key: string; readonly look: (ids: readonly string[]) => Promise<Found | undefined> },
    after: string | undefined,
    left?: AbortSignal,
  ): AsyncGenerator<ListChange<Found>>;
}

/** Where the changes of all lists arrive. */
export interface ListChangesSource {
  of(): ListChanges;
  /** These executions have changed. Undefined: it is not known which. */
  changed(ids: readonly string[] | undefined): void;
  stop(): void;
}

/** Changes within this time come together. */
const TOGETHER_MS = 250;
/** A change that never comes is not waited for longer, so that a subscriber who has left is noticed. */
const WAIT_MS = 60_000;
const EVERYBODY = "lists";

export function openListChanges(): ListChangesSource {
  const log = new ChangedIds();
  const notifier = createNotifier();
  let collected: Set<string> | undefined = new Set();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    log.add(collected);
    collected = new Set();
    notifier.wake([EVERYBODY]);
  }

  function changed(ids: readonly string[] | undefined): void {
    if (ids === undefined) collected = undefined;
    else for (const id of ids) collected?.add(id);
    timer ??= setTimeout(tell, TOGETHER_MS).unref();
  }

  function of(): ListChanges {
    /** Answers to what subscribers at the same place ask about the same list. */
    const shared = new Map<string, Promise<unknown>>();
    function share<Found>(key: string, look: () => Promise<Found>): Promise<Found> {
      const known = shared.get(key) as Promise<Found> | undefined;
      if (known !== undefined) return known;
      const looking = look().finally(() => shared.delete(key));
      shared.set(key, looking);
      return looking;
    }

    async function* follow<Found>(
      { key, look }: Parameters<ListChanges["follow"]>[0],
      after: string | undefined,
      left?: AbortSignal,
    ): AsyncGenerator<ListChange<Found>> {
      let cursor = after;
      while (!notifier.stopped && left?.aborted !== true) {
        // Begin to wait before looking, so that what changes meanwhile is not missed.
        const waiting = waitOrLeave(notifier, EVERYBODY, WAIT_MS, left);
        try {
          const since = log.since(cursor);
          if (since.ids === undefined) yield { cursor: since.cursor, found: undefined };
          else if (since.ids.length > 0) {
            const { ids } = since;
            const found = (await share(`${cursor} ${since.cursor} ${key}`, () => look(ids))) as Found | undefined;
            if (found !== undefined) yield { cursor: since.cursor, found };
          }
          cursor = since.cursor;
          await waiting.woken;
        } finally {
          waiting.leave();
        }
      }
    }

    return { follow };
  }

  return {
    of,
    changed,
    stop() {
      clearTimeout(timer);
      notifier.stop();
    },
  };
}
