import {
  countTraffic,
  countWaiting,
  listWorkers,
  type TrafficMinute,
  type Waiting,
  type WorkerProcess,
} from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { checkHealth, type HealthPart } from "./health.ts";

/** What a page that shows how a project is doing needs beside its lists. */
export interface Overview {
  readonly minutes: readonly TrafficMinute[];
  readonly waiting: Waiting;
  readonly workers: readonly WorkerProcess[];
  /** The greatest of the workers' mirrors. Null: no execution has closed in the last seconds. */
  readonly mirrorLagMs: number | null;
  readonly parts: readonly HealthPart[];
  readonly canKillWorker: boolean;
}

const MINUTES = 60;
/** How long an answer counts for everybody who asks, at least, and as a multiple of what it took. */
const SHARED = { leastMs: 1_000, times: 10 };

const kept = new WeakMap<AppDeps, { readonly answer: Promise<Overview>; until: number }>();

/** Callers of a project share an answer, so that any number of open pages costs at most a tenth of one connection (I14). */
export async function readOverview(deps: AppDeps): Promise<Overview> {
  const known = kept.get(deps);
  if (known !== undefined && performance.now() < known.until) return await known.answer;
  const from = performance.now();
  const answer = look(deps);
  // While the answer is being read, everybody waits for it.
  const entry = { answer, until: Number.POSITIVE_INFINITY };
  kept.set(deps, entry);
  try {
    return await answer;
  } catch (error) {
    kept.delete(deps);
    throw error;
  } finally {
    const now = performance.now();
    entry.until = now + Math.max(SHARED.leastMs, SHARED.times * (now - from));
  }
}

async function look(deps: AppDeps): Promise<Overview> {
  const [{ parts }, minutes, waiting, workers] = await Promise.all([
    checkHealth(deps),
    countTraffic(deps.db, MINUTES),
    countWaiting(deps.db),
    listWorkers(deps.db),
  ]);
  const lags = workers.flatMap(({ mirrorLagMs }) => mirrorLagMs ?? []);
  return {
    ...{ minutes, waiting, workers, parts },
    mirrorLagMs: lags.length === 0 ? null : Math.max(...lags),
    canKillWorker: deps.supervisor !== undefined,
  };
}
