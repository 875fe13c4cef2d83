import { setTimeout as sleep } from "node:timers/promises";
import { pick } from "./random.ts";

/** An event whose sender has been told that it is stored. */
export interface Acknowledged {
  readonly n: number;
  readonly type: string;
  /** As the answers said; more than one would be a doubled event. */
  readonly ids: ReadonlySet<string>;
}

export interface LoadResult {
  readonly acknowledged: readonly Acknowledged[];
  /** Events that nobody acknowledged until the end: they may be stored or not. */
  readonly unsure: readonly number[];
  /** Answers that a sender would not expect, whatever happens. */
  readonly unexpected: readonly string[];
  /** How long senders waited for the acknowledgement, their tries included, in milliseconds. */
  readonly waitedMs: readonly number[];
  readonly tries: number;
}

const ANSWER_WITHIN_MS = 5_000;
const AGAIN_MS = 250;
/** How long senders go on after the last event. */
const GIVE_UP_MS = 90_000;
/** More senders than this do not wait at once: the next event comes later. */
const MOST_WAITING = 300;
/** What a sender is told when it should come again. */
const COME_AGAIN = new Set([429, 500, 502, 503, 504]);

/** Sends events at a rate, each to any of the API processes, until it is acknowledged. A sender that is not sure sends again under the same key. */
export async function runLoad(options: {
  readonly urls: readonly string[];
  readonly token: string;
  readonly types: readonly string[];
  readonly rate: number;
  readonly endsAt: number;
  readonly random: () => number;
}): Promise<LoadResult> {
  const { urls, token, types, rate, endsAt, random } = options;
  const acknowledged: Acknowledged[] = [];
  const unsure: number[] = [];
  const unexpected: string[] = [];
  const waitedMs: number[] = [];
  let tries = 0;

  async function send(n: number): Promise<void> {
    const type = types[n % types.length]!;
    const begunAt = performance.now();
    const giveUpAt = endsAt + GIVE_UP_MS;
    while (Date.now() < giveUpAt) {
      tries += 1;
      const id = await attempt(n, type);
      if (id !== undefined) {
        waitedMs.push(performance.now() - begunAt);
        acknowledged.push({ n, type, ids: new Set([id, ...(await again(n, type))]) });
        return;
      }
      await sleep(AGAIN_MS);
    }
    unsure.push(n);
  }

  /** One in twenty sends once more what has been acknowledged, as senders do. */
  async function again(n: number, type: string): Promise<readonly string[]> {
    if (n % 20 !== 0) return [];
    const id = await attempt(n, type);
    return id === undefined ? [] : [id];
  }

  async function attempt(n: number, type: string): Promise<string | undefined> {
    try {
      const response = await fetch(`${pick(random, urls)}/events?type=${type}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "idempotency-key": `soak-${String(n)}`,
        },
        body: JSON.stringify({ n }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (response.ok) return (JSON.parse(text) as { id: string }).id;
      if (!COME_AGAIN.has(response.status)) unexpected.push(`event ${String(n)}: ${String(response.status)} ${text}`);
      else if (response.status === 500) unexpected.push(`event ${String(n)}: 500 in place of 503: ${text}`);
    } catch {
      // The connection broke, or no answer came in time.
    }
    return undefined;
  }

  const waiting = new Set<Promise<void>>();
  for (let n = 0; Date.now() < endsAt;) {
    if (waiting.size < MOST_WAITING) {
      const sending = send(n++);
      waiting.add(sending);
      void sending.finally(() => waiting.delete(sending));
    }
    await sleep(1_000 / rate);
  }
  await Promise.all(waiting);
  return { acknowledged, unsure, unexpected, waitedMs, tries };
}
