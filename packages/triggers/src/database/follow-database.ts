import { setTimeout as sleep } from "node:timers/promises";
import { patchTriggerState, setTriggerProblem, syncTriggerAgain, type TriggerRow } from "@tempograph/db";
import {
  type DatabaseConfig,
  DATABASE_OPERATIONS,
  type JsonObject,
  parseTableName,
  tableText,
} from "@tempograph/graph";
import type { Following, TriggerDeps } from "../trigger-kind.ts";
import type { ReadChange } from "./change.ts";
import { databaseNames } from "./database-names.ts";
import { asDatabaseProblem, DatabaseProblem } from "./database-problem.ts";
import type { DatabaseState, Leftover } from "./database-state.ts";
import { checkColumns, inspectTable } from "./inspect-table.ts";
import { removeLeftover } from "./make-changes-kept.ts";
import { readOutbox } from "./outbox/read-outbox.ts";
import { parseLsn } from "./replication/lsn.ts";
import type { Relation } from "./replication/read-message.ts";
import { readReplication } from "./replication/read-replication.ts";
import { inSession, openSession } from "./session.ts";
import { storeChanges } from "./store-changes.ts";
import { keyOf, stopIfLost } from "./sync-database.ts";
import { modeOf } from "./trigger-mode.ts";
import { type BacklogLook, lookAtBacklog } from "./watch-backlog.ts";

export interface FollowTimes extends Pick<BacklogLook, "patienceMs"> {
  /** Milliseconds between two looks into an empty outbox. */
  readonly pollMs: number;
  /** Milliseconds between two looks at what the server keeps. */
  readonly watchMs: number;
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
  const { leftover } = state;
  if (leftover?.isRead !== true) await readAndWatch(deps, row, following, times);
  if (leftover == null || following.signal.aborted) return;
  await endSwitch(deps, row, following, leftover);
  // The mode may have been changed back meanwhile.
  if (modeOf(row.config as unknown as DatabaseConfig, state) !== state.mode)
    return await syncTriggerAgain(deps.db, row);
  return await followDatabase(deps, { ...row, state: { ...row.state, leftover: null } }, following, times);
}

/** All changes that the mode before has kept are events. A worker that dies on the way leaves the rest of these steps to others. */
async function endSwitch(deps: TriggerDeps, row: TriggerRow, following: Following, leftover: Leftover): Promise<void> {
  const { connection } = row.config as unknown as DatabaseConfig;
  await following.keep({ leftover: { ...leftover, isRead: true } });
  await inSession(deps, { ...keyOf(row), connection, signal: following.signal }, (client) =>
    removeLeftover(client, row, leftover),
  );
  await following.keep({ leftover: null });
}

/** Until the signal aborts, or what the mode before has kept is read. */
async function readAndWatch(
  deps: TriggerDeps,
  row: TriggerRow,
  following: Following,
  times: FollowTimes,
): Promise<void> {
  const state = row.state as DatabaseState;
  const ended = new AbortController();
  const signal = AbortSignal.any([following.signal, ended.signal]);
  const reached = { at: Date.parse(state.caughtUpAt ?? state.since ?? new Date().toISOString()) };
  const parts = [watch(deps, row, following, signal, reached, times)];
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

/** What the mode before has kept comes first, so that changes keep their order. */
async function read(
  deps: TriggerDeps,
  row: TriggerRow,
  following: Following,
  signal: AbortSignal,
  reached: Reached,
  { pollMs }: FollowTimes,
): Promise<void> {
  const config = row.config as unknown as DatabaseConfig;
  const { leftover, mode } = row.state as DatabaseState;
  const { operations = DATABASE_OPERATIONS, columns } = config;
  const name = parseTableName(config.table)!;
  const names = databaseNames(row);
  const isOutbox = (leftover?.mode ?? mode) === "outbox";
  const from = { project: row.project, source: row.source! };
  const common = {
    client: await openSession(deps, { ...keyOf(row), connection: config.connection, replication: !isOutbox, signal }),
    table: tableText(name),
    filter: { operations, columns },
    store: (changes: readonly ReadChange[]) => storeChanges(following.store, from, changes),
    ...(leftover == null && { onCaughtUp: (at: number) => void (reached.at = Math.max(reached.at, at)) }),
    signal,
  };
  /**
   * The log has the names that the table and its columns had when they were written. The table may have been renamed since, and then the
   * trigger was: it is the same table. Or it was renamed and the trigger was not: then its changes must wait until somebody says what to do.
   */
  const isFollowed = async ({ oid, name: then, columns: had }: Relation): Promise<boolean> => {
    if (then === common.table && (columns ?? []).every((column) => had.includes(column))) return true;
    const now = await inSession(deps, { ...keyOf(row), connection: config.connection, signal }, (client) =>
      inspectTable(client, name),
    );
    checkColumns(name, now.columns, columns);
    return then === common.table || now.oid === oid;
  };
  if (isOutbox) await readOutbox({ ...common, table: name, name: names.outbox, pollMs, isClosed: leftover != null });
  else
    await readReplication({
      ...{ ...common, slot: names.slot, publication: names.slot },
      ...(leftover != null && { until: parseLsn(leftover.at) }),
      isFollowed,
    });
}

/** Also for a reader that fails at once, again and again, each look is brought to its end. */
async function watch(
  deps: TriggerDeps,
  row: TriggerRow,
  following: Following,
  signal: AbortSignal,
  reached: Reached,
  { watchMs, patienceMs }: FollowTimes,
): Promise<void> {
  const from = reached.at;
  // `tooMuchSince` is kept in the row, because a reader that fails begins anew again and again.
  let state = row.state as DatabaseState;
  do {
    const found = await lookAtBacklog(deps, row, state, { signal: following.signal, patienceMs });
    state = { ...state, ...found };
    const isBehind = (found.lagBytes ?? 0) + (found.lagRows ?? 0) > 0;
    await patchTriggerState(deps.db, row, {
      ...(found as JsonObject),
      caughtUpAt: new Date(reached.at).toISOString(),
      lagSeconds: isBehind ? Math.max(0, Math.round((Date.now() - reached.at) / 1_000)) : 0,
    });
    // The reader has come further since it began, or is not wanted: what was wrong before is over.
    if (reached.at > from || row.status === "paused") await setTriggerProblem(deps.db, row, null);
    await sleep(watchMs, undefined, { signal }).catch(() => undefined);
  } while (!signal.aborted);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
