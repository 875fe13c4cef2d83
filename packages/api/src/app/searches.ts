import { StatementTooLong, withinTime, type Database, type ExecutionFilter } from "@tempograph/db";
import { callerKey, type Principal } from "../access/principal.ts";
import { FairGate, GateFull } from "../compute/fair-gate.ts";
import type { Limiter } from "../http/rate-limits.ts";
import { RefusedWork } from "./app-error.ts";

export interface SearchLimits {
  /** The time of a statement. */
  readonly mostMs: number;
  /** Searches of one caller that may wait. */
  readonly mostWaiting: number;
}

const LIMITS: SearchLimits = { mostMs: 5_000, mostWaiting: 20 };

/** Two, so that one project never has both, and eight of a process's ten connections to Postgres are left for everything else. */
const AT_ONCE = 2;

/** What of a filter is searched in payloads. */
export type Searched = Pick<ExecutionFilter, "text" | "waitingForName">;

export interface Searches {
  /**
   * Reads rows by a filter. If the filter searches payloads, the read waits for its turn, and may take only so long.
   *
   * @throws RefusedWork if the caller or the project waits for too many turns, or if it takes too long
   */
  read<Db extends Database, Value>(
    caller: Principal,
    searched: Searched | null | undefined,
    db: Db,
    read: (db: Db) => Promise<Value>,
  ): Promise<Value>;
}

/**
 * The searches of an API process (I14). A search is bounded by what it reads, but a payload that somebody made to compress well is a hundred
 * times as large when it is read. Without turns and a limit of time, ten searches hold all connections to Postgres for a minute, and nobody else
 * is served. Projects take turns, and in a project its callers.
 */
export function createSearches(limiter?: Pick<Limiter, "refused">, limits: SearchLimits = LIMITS): Searches {
  const gate = new FairGate(AT_ONCE, limits.mostWaiting);
  return {
    async read(caller, searched, db, read) {
      if (searched?.text == null && searched?.waitingForName == null) return await read(db);
      try {
        return await gate.pass(caller.project, caller.name, () => withinTime(db, limits.mostMs, read));
      } catch (error) {
        if (error instanceof StatementTooLong) throw tooLong(limits);
        if (!(error instanceof GateFull)) throw error;
        limiter?.refused("searches", callerKey(caller));
        throw tooManyWait(limits);
      }
    },
  };
}

function tooLong({ mostMs }: SearchLimits): RefusedWork {
  return new RefusedWork({
    code: "INPUT_TOO_EXPENSIVE",
    message: `The search took more than ${String(mostMs / 1_000)} seconds, so it was ended.`,
    hint: "Search less: narrow the filter by time, workflow, type or status.",
  });
}

function tooManyWait({ mostWaiting }: SearchLimits): RefusedWork {
  return new RefusedWork({
    code: "TOO_MANY_REQUESTS",
    message: `${String(mostWaiting)} searches of this caller, or five times as many of its project, wait already.`,
    hint: "Send the next one when an answer has come.",
    retryAfterS: 5,
  });
}
