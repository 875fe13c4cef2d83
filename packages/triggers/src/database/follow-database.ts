import { setTimeout as sleep } from "node:timers/promises";
import { patchTriggerState, setTriggerProblem, type TriggerRow } from "@tempograph/db";
import {
  type DatabaseConfig,
  DATABASE_OPERATIONS,
  DEFAULT_MAX_LAG_BYTES,
  type JsonObject,
  parseTableName,
  tableText,
} from "@tempograph/graph";
import type { Following, TriggerDeps } from "../trigger-kind.ts";
import type { ReadChange } from "./change.ts";
import { checkBacklog } from "./check-backlog.ts";
import { databaseNames } from "./database-names.ts";
import { asDatabaseProblem, DatabaseProblem } from "./database-problem.ts";
import type { DatabaseState } from "./database-state.ts";
import { checkColumns } from "./inspect-table.ts";
import { readOutbox } from "./outbox/read-outbox.ts";
import { readReplication } from "./replication/read-replication.ts";
import { inSession, openSession } from "./session.ts";
import { storeChanges } from "./store-changes.ts";
import { keyOf, stopIfLost } from "./sync-database.ts";

export interface FollowTimes {
  /** Milliseconds between two looks into an empty outbox. */
  readonly pollMs: number;
  /** Milliseconds between two looks at what the server keeps. */
  readonly watchMs: number;
  /** Milliseconds for which the server may keep too much for a trigger that is read. Default: 30 s. */
  readonly patienceMs?: number;
}

/** Reads the changes of a table until the signal aborts, and watches what the server keeps for it. A paused trigger is only watched. */
export async function followDatabase(
  deps: TriggerDeps,
  row: TriggerRow,
  following: Following,
  times: FollowTimes,
): Promise<void> {
  const state = row.state as DatabaseState;
  if (state.stopped != null) throw new DatabaseProblem(state.stopped);
  // It was paused before anything was made for it.
  if (state.mode == null) return await untilAborted(following.signal);
  const ended = new AbortController();
  const signal = AbortSignal.any([following.signal, ended.signal]);
  const reached = { at: Date.parse(state.caughtUpAt ?? state.since ?? new Date().toISOString()) };
  const parts = [watch(deps, row, signal, reached, times)];
  if (row.status === "active") parts.push(read(deps, row, following, signal, reached, times));
  const results = await Promise.allSettled(
    parts.map(async (part) => {
      try {
        await part;
      } finally {
        ended.abort();
      }
    }),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed === undefined || following.signal.aborted) return;
  const problem = asDatabaseProblem(failed.reason);
  await stopIfLost(problem, async (changes) => {
    deps.logger.error({ ...keyOf(row), code: problem.code }, `A database trigger was stopped: ${problem.message}`);
    await patchTriggerState(deps.db, row, changes as JsonObject);
  });
  throw problem;
}

/** The moment until which every change has become an event. */
interface Reached {
  at: number;
}

async function read(
  deps: TriggerDeps,
  row: TriggerRow,
  following: Following,
  signal: AbortSignal,
  reached: Reached,
  { pollMs }: FollowTimes,
): Promise<void> {
  const config = row.config as unknown as DatabaseConfig;
  const { operations = DATABASE_OPERATIONS, columns } = config;
  const name = parseTableName(config.table)!;
  const names = databaseNames(row);
  const isOutbox = (row.state as DatabaseState).mode === "outbox";
  const from = { project: row.project, source: row.source! };
  const common = {
    client: await openSession(deps, { ...keyOf(row), connection: config.connection, replication: !isOutbox, signal }),
    table: tableText(name),
    filter: { operations, columns },
    store: (changes: readonly ReadChange[]) => storeChanges(following.store, from, changes),
    onCaughtUp: (at: number) => void (reached.at = Math.max(reached.at, at)),
    signal,
  };
  if (isOutbox) await readOutbox({ ...common, name: names.outbox, pollMs });
  else
    await readReplication({
      ...{ ...common, slot: names.slot, publication: names.slot },
      onColumns: (found) => checkColumns(name, found, columns),
    });
}

/**
 * A server keeps its whole log since the last position from which it could read again, also what other databases have written, and moves
 * that position only every 15 s. So it can keep too much for a moment for a trigger that has read everything.
 */
const PATIENCE_MS = 30_000;

async function watch(
  deps: TriggerDeps,
  row: TriggerRow,
  signal: AbortSignal,
  reached: Reached,
  { watchMs, patienceMs = PATIENCE_MS }: FollowTimes,
): Promise<void> {
  const config = row.config as unknown as DatabaseConfig;
  const state = row.state as DatabaseState;
  const from = reached.at;
  const { maxLagBytes = DEFAULT_MAX_LAG_BYTES } = config;
  // It is kept in the row, because a reader that fails begins anew again and again.
  let tooMuchSince = state.tooMuchSince ?? null;
  while (!signal.aborted) {
    const isLong = tooMuchSince !== null && Date.now() - Date.parse(tooMuchSince) > patienceMs;
    const mayGiveUp = row.status === "paused" || isLong;
    const found = await inSession(deps, { ...keyOf(row), connection: config.connection, signal }, (client) =>
      checkBacklog(client, row, config, state, mayGiveUp),
    );
    const checkedAt = new Date().toISOString();
    tooMuchSince = (found.keptBytes ?? 0) > maxLagBytes ? (tooMuchSince ?? checkedAt) : null;
    const isBehind = (found.lagBytes ?? found.lagRows ?? 0) > 0;
    await patchTriggerState(deps.db, row, {
      ...(found as JsonObject),
      caughtUpAt: new Date(reached.at).toISOString(),
      lagSeconds: isBehind ? Math.max(0, Math.round((Date.now() - reached.at) / 1_000)) : 0,
      checkedAt,
      tooMuchSince,
    });
    // The reader has come further since it began, or is not wanted: what was wrong before is over.
    if (reached.at > from || row.status === "paused") await setTriggerProblem(deps.db, row, null);
    await sleep(watchMs, undefined, { signal }).catch(() => undefined);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
