import { backOffMs } from "@tempograph/runtime";
import { dispatchEvents, type Dispatched, type DispatchEventsDeps } from "./dispatch-events.ts";

/** A project whose events cannot be dispatched, and until when they are left alone. */
interface Failing {
  readonly failures: number;
  readonly until: number;
}

const FAILING = { minMs: 1_000, maxMs: 30_000 };

/**
 * Dispatches like `dispatchEvents`, and keeps apart what fails: the events of several projects are dispatched in one transaction, so an
 * event that cannot be dispatched, whatever the reason, would hold up the events of all projects for ever (I13). Where a batch fails, each
 * of its projects is dispatched by itself, and those that fail again are left out for a while.
 */
export function dispatchApart(
  deps: DispatchEventsDeps,
  now: () => number = () => performance.now(),
): (limit: number, leaseMs: number) => Promise<Dispatched> {
  const failing = new Map<string, Failing>();

  return async (limit, leaseMs) => {
    const without = [...failing].filter(([, { until }]) => until > now()).map(([project]) => project);
    let projects: readonly string[] = [];
    const onClaim = (claimed: readonly string[]) => void (projects = claimed);
    try {
      const dispatched = await dispatchEvents(deps, limit, leaseMs, { without, onClaim });
      for (const project of projects) failing.delete(project);
      return dispatched;
    } catch (error) {
      // Without a claim it is Postgres that fails; of a single project nothing can be kept apart.
      if (projects.length < 2) throw error;
      return together(await eachAlone(projects, limit, leaseMs), error);
    }
  };

  async function eachAlone(
    projects: readonly string[],
    limit: number,
    leaseMs: number,
  ): Promise<readonly Dispatched[]> {
    const parts: Dispatched[] = [];
    for (const only of projects) {
      try {
        parts.push(await dispatchEvents(deps, Math.ceil(limit / projects.length), leaseMs, { only }));
        failing.delete(only);
      } catch (error) {
        const failures = (failing.get(only)?.failures ?? 0) + 1;
        failing.set(only, { failures, until: now() + backOffMs(failures, FAILING) });
        deps.logger.warn(
          { err: error, project: only },
          "Events of a project could not be dispatched; those of others go on, and these are tried again",
        );
      }
    }
    return parts;
  }
}

function together(parts: readonly Dispatched[], error: unknown): Dispatched {
  if (parts.length === 0) throw error;
  return {
    events: parts.reduce((sum, { events }) => sum + events, 0),
    mayBeMore: parts.some(({ mayBeMore }) => mayBeMore),
    held: parts.some(({ held }) => held),
    starts: parts.flatMap(({ starts }) => starts),
    leased: parts.flatMap(({ leased }) => leased),
  };
}
