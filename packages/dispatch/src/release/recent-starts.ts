import { findRecentStarts, type Database, type HeldStart, type RecentStart } from "@tempograph/db";
import type { HistoryPlan, RanBefore } from "@tempograph/graph";
import { executionId } from "../match/execution-id.ts";

/**
 * What has started before, for the condition `when.history`: loaded once for all pairs of a batch, then kept up to date by the decisions. The
 * caller holds the workflow's lock, so of two events about one subject the second always sees the first.
 */
export class RecentStarts {
  readonly #workflowId: string;
  readonly #loaded: ReadonlyMap<string, RecentStart | undefined>;
  /** By key, what starts in this round. */
  readonly #fresh = new Map<string, RecentStart>();

  private constructor(workflowId: string, loaded: ReadonlyMap<string, RecentStart | undefined>) {
    this.#workflowId = workflowId;
    this.#loaded = loaded;
  }

  static async load(trx: Database, workflowId: string, rows: readonly HeldStart[], now: number): Promise<RecentStarts> {
    const histories = new Map(
      rows.flatMap(({ plan: { history } }) => (history === undefined ? [] : [[nameOf(history), history] as const])),
    );
    const found = await findRecentStarts(trx, workflowId, [...histories.values()], now);
    return new RecentStarts(workflowId, new Map([...histories.keys()].map((name, index) => [name, found[index]])));
  }

  /** The start because of which an event with this plan starts nothing. */
  find(history: HistoryPlan): RanBefore | undefined {
    const countsFresh = history.statuses?.includes("pending") !== false;
    const found = (countsFresh ? this.#fresh.get(history.key) : undefined) ?? this.#loaded.get(nameOf(history));
    if (found === undefined) return undefined;
    return { ...found, at: new Date(found.at).toISOString() };
  }

  /** An event that joins a batch has no execution of its own. */
  note({ key }: HistoryPlan, { eventId, at, isBatched }: { eventId: string; at: number; isBatched: boolean }): void {
    this.#fresh.set(key, { eventId, at, executionId: isBatched ? null : executionId(eventId, this.#workflowId) });
  }
}

const nameOf = ({ key, withinMs, statuses }: HistoryPlan) => JSON.stringify([key, withinMs, statuses]);
