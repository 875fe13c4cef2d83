import { ANSWERS_CHANNEL, findHookAnswers, listen, type Database, type HookAnswerRecord } from "@tempograph/db";
import { createNotifier, type Logger } from "@tempograph/runtime";

/** Where senders wait in this process for what a `respond` node says. */
export interface AnswerWaits {
  /** The answer to the event; undefined if there is none by then, or when `left` aborts or the process stops. */
  until(eventId: string, deadline: Date, left?: AbortSignal): Promise<HookAnswerRecord | undefined>;
  stop(): Promise<void>;
}

/** How often answers are looked for without a notification, which may be lost. */
const POLL_MS = 1_000;

/**
 * Waits for the rows that `respond` writes, in whatever worker. One query looks for all answers that are waited for here; `db` shows every
 * project for that. A process that dies loses its senders, and not the answers: a sender who repeats the request gets them.
 */
export function createAnswerWaits(options: {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
}): AnswerWaits {
  const { db, databaseUrl, log } = options;
  const onError = (error: Error) => log.warn({ err: error }, "Answers for webhooks");
  const notifier = createNotifier();
  const listener = listen(databaseUrl, [ANSWERS_CHANNEL], (_channel, eventId) => notifier.wake([eventId]), {
    onReconnect: () => notifier.wakeAll(),
    onError,
  });
  let asked = new Set<string>();
  let asking: Promise<ReadonlyMap<string, HookAnswerRecord>> | undefined;

  /** Calls of the same moment share a query. */
  async function find(eventId: string): Promise<HookAnswerRecord | undefined> {
    asked.add(eventId);
    asking ??= new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      const ids = [...asked];
      asked = new Set();
      asking = undefined;
      return new Map((await findHookAnswers(db, ids)).map((answer) => [answer.eventId, answer]));
    });
    return (await asking).get(eventId);
  }

  return {
    async until(eventId, deadline, left) {
      const leaving =
        left && new Promise<void>((resolve) => left.addEventListener("abort", () => resolve(), { once: true }));
      for (;;) {
        const ms = deadline.getTime() - Date.now();
        // Begin to wait before reading, so that an answer between the two is not missed.
        const change = notifier.wait(eventId, Math.max(0, Math.min(ms, POLL_MS)));
        try {
          const answer = await find(eventId);
          if (answer !== undefined || ms <= 0 || notifier.stopped || left?.aborted === true) return answer;
          await Promise.race([change.woken, ...(leaving ? [leaving] : [])]);
        } finally {
          change.leave();
        }
      }
    },
    async stop() {
      notifier.stop();
      await listener.stop();
    },
  };
}
