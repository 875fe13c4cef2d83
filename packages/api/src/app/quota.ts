import { readProjectUsage, type Database, type ProjectUsage } from "@tempograph/db";
import type { Limiter } from "../http/rate-limits.ts";
import type { AppError } from "./app-error.ts";

/** What a project may still use of the installation. */
export interface Quota {
  /** Why so many more events or starts are too many for the project now; undefined: they are not. */
  refuse(count: number): Promise<AppError | undefined>;
}

/** How long what was counted counts. In this time other API processes may accept events that this one has not seen. */
const COUNTED_MS = 1_000;
/** How long a project without limits is not asked for again. */
const UNLIMITED_MS = 5_000;
/** When to come again while too many executions are open: nobody knows when the next one ends. */
const OPEN_RETRY_S = 5;
/** When to come again while too much is stored: somebody has to make room, or raise the limit. */
const STORED_RETRY_S = 60;
const MEGABYTE = 1_000_000;

/**
 * The limits of a project, held where its events and starts come in. A project without limits costs a query every five seconds;
 * of one with limits, what it uses is counted once in a second.
 */
export function createQuota(db: Database, project: string, limiter?: Pick<Limiter, "refused">): Quota {
  let counted: Promise<ProjectUsage | undefined> | undefined;
  let until = 0;
  let since = 0;

  async function count(): Promise<ProjectUsage | undefined> {
    since = 0;
    const usage = await readProjectUsage(db, project);
    const limits = [usage?.maxOpenExecutions, usage?.maxEventsPerMinute, usage?.maxStoredMegabytes];
    until = performance.now() + (limits.some((limit) => limit != null) ? COUNTED_MS : UNLIMITED_MS);
    return usage;
  }

  async function current(): Promise<ProjectUsage | undefined> {
    if (counted !== undefined && performance.now() > until) counted = undefined;
    if (counted === undefined) {
      until = Number.POSITIVE_INFINITY;
      counted = count();
      counted.catch(() => (counted = undefined));
    }
    return await counted;
  }

  function over(what: string, retryAfterS: number): AppError {
    limiter?.refused("quota", project);
    return {
      code: "QUOTA_EXCEEDED",
      message: `The project ${project} may have ${what}, and has them. Nothing was stored.`,
      hint: `Send it again in ${String(retryAfterS)} s, or ask an admin of the installation for a higher limit (\`projectUpdate\`).`,
      retryAfterS,
    };
  }

  return {
    async refuse(added) {
      const usage = await current();
      if (usage === undefined) return undefined;
      const { maxOpenExecutions, openExecutions, maxEventsPerMinute, recentEvents, nextEventInS } = usage;
      const { maxStoredMegabytes, storedBytes } = usage;
      if (maxOpenExecutions !== null && openExecutions >= maxOpenExecutions)
        return over(`${String(maxOpenExecutions)} open executions`, OPEN_RETRY_S);
      if (maxEventsPerMinute !== null && recentEvents + since + added > maxEventsPerMinute)
        return over(`${String(maxEventsPerMinute)} events per minute`, Math.max(1, nextEventInS));
      if (maxStoredMegabytes !== null && storedBytes >= maxStoredMegabytes * MEGABYTE)
        return over(`${String(maxStoredMegabytes)} MB of events and payloads`, STORED_RETRY_S);
      since += added;
      return undefined;
    },
  };
}
