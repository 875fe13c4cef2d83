import { limitsLeft, readProjectUsage, type Database, type LimitLeft, type ProjectUsage } from "@tempograph/db";
import type { Limiter } from "../http/rate-limits.ts";
import type { AppError } from "./app-error.ts";

/** What a project may still use of the installation. */
export interface Quota {
  /**
   * Why so many more events or starts are too many for the project now; undefined: they are not. `bytes` are those of their data, asked
   * for only where the project has a limit of stored bytes.
   */
  refuse(count: number, bytes?: () => number): Promise<AppError | undefined>;
}

/** How long what was counted counts. In this time other API processes may accept events that this one has not seen. */
const COUNTED_MS = 1_000;
/** How long a project without limits is not asked for again. */
const UNLIMITED_MS = 5_000;
/**
 * What was accepted since the last count is added to it, although dispatchers may have taken some of it. So before
 * something is refused for that, it is counted anew, unless the last count is younger than this, or than ten times what it took.
 */
const FRESH_MS = 20;

/**
 * The limits of a project, held where its events and starts come in; how many executions may be open is decided where they start. A project without limits costs a query every five seconds;
 * of one with limits, what it uses is counted once in a second.
 */
export function createQuota(db: Database, project: string, limiter?: Pick<Limiter, "refused">): Quota {
  let counted: Promise<ProjectUsage | undefined> | undefined;
  let until = 0;
  let freshUntil = 0;
  /** Accepted since the last count. */
  let since = 0;
  let bytesSince = 0;

  async function count(): Promise<ProjectUsage | undefined> {
    since = 0;
    bytesSince = 0;
    const startedAt = performance.now();
    const usage = await readProjectUsage(db, project);
    freshUntil = performance.now() + Math.max(FRESH_MS, 10 * (performance.now() - startedAt));
    const isLimited = usage !== undefined && limitsLeft(usage).length > 0;
    until = performance.now() + (isLimited ? COUNTED_MS : UNLIMITED_MS);
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

  async function countAnew(): Promise<ProjectUsage | undefined> {
    // While somebody counts, `until` is infinite, and everybody waits for that count.
    if (until !== Number.POSITIVE_INFINITY && performance.now() > freshUntil) until = 0;
    return await current();
  }

  function problem(usage: ProjectUsage | undefined, added: number): AppError | undefined {
    if (usage === undefined) return undefined;
    const isOver = ({ counts, left }: LimitLeft) => (counts === "events" ? since + added > left : bytesSince >= left);
    const limit = limitsLeft(usage).find(isOver);
    return limit && over(limit);
  }

  function over({ what, retryAfterS }: LimitLeft): AppError {
    return {
      code: "QUOTA_EXCEEDED",
      message: `The project ${project} may have ${what}, and has them. Nothing was stored.`,
      hint: `Send it again in ${String(retryAfterS)} s, or ask an admin of the installation for a higher limit (\`projectUpdate\`).`,
      retryAfterS,
    };
  }

  return {
    async refuse(added, bytes) {
      let usage = await current();
      let error = problem(usage, added);
      if (error !== undefined && since > 0) {
        usage = await countAnew();
        error = problem(usage, added);
      }
      if (error !== undefined) {
        limiter?.refused("quota", project);
        return error;
      }
      since += added;
      if (usage?.maxStoredMegabytes != null) bytesSince += bytes?.() ?? 0;
      return undefined;
    },
  };
}
