import { claimAskedPairs, type AskedPair } from "@tempograph/db";
import { FailingLookups } from "./failing-lookups.ts";
import { askPair, type AskDeps } from "./ask-pair.ts";

/** Pairs that are asked at the same time, in all and of one project. */
const MOST = 32;
const MOST_OF_PROJECT = 4;
/** Longer than a pair takes: whoever dies leaves its pairs to others after that. */
const LEASE_MS = 60_000;

export interface Asker {
  /** Claims pairs that are due and asks for what their conditions need, without waiting for the answers. True: there may be more. */
  begin(): Promise<boolean>;
  /** Resolves when no pair is under way. */
  idle(): Promise<void>;
  /** Ends what is under way without an answer: the pairs are asked again. */
  stop(): Promise<void>;
}

/**
 * Asks for what the conditions of triggers need beyond the event. That may take seconds and is therefore done outside of the transactions of
 * the dispatcher and of the workflow's lock. `onDone` is called after each pair.
 */
export function createAsker(deps: Omit<AskDeps, "failing">, onDone: () => void): Asker {
  const asking: AskDeps = { ...deps, failing: new FailingLookups() };
  const stopping = new AbortController();
  const underWay = new Map<Promise<void>, string>();

  function add(pair: AskedPair): void {
    const work = askPair(asking, pair, stopping.signal)
      .catch((error: unknown) =>
        deps.logger.warn(
          { err: error, eventId: pair.id, workflowId: pair.workflowId },
          "A condition could not be asked",
        ),
      )
      .then(() => {
        underWay.delete(work);
        onDone();
      });
    underWay.set(work, pair.project);
  }

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay.keys());
  }

  return {
    async begin() {
      const limit = MOST - underWay.size;
      if (limit <= 0) return false;
      const counts = Map.groupBy(underWay.values(), (project) => project);
      const without = [...counts].filter(([, each]) => each.length >= MOST_OF_PROJECT).map(([project]) => project);
      const claim = { limit, perProject: MOST_OF_PROJECT, without, leaseMs: LEASE_MS };
      const pairs = await claimAskedPairs(deps.db, claim);
      for (const pair of pairs) add(pair);
      return pairs.length > 0;
    },
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}
