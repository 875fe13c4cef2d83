import { loadTriggerSet, type Database, type LiveTriggers } from "@tempograph/db";
import { createGiveWay } from "@tempograph/runtime";
import {
  compileTriggers,
  matchEvent,
  TriggerIndex,
  type CompiledTriggers,
  type EventData,
  type Problem,
} from "@tempograph/graph";

export interface MatchedWorkflow {
  readonly workflowId: string;
  readonly version: number;
  readonly triggerId: string;
}

export interface MatchReport {
  readonly matched: readonly MatchedWorkflow[];
  /** Conditions that could not be evaluated. Such a condition matches nothing. */
  readonly failed: readonly { readonly workflowId: string; readonly version: number; readonly problem: Problem }[];
  /** Milliseconds that the conditions took. */
  readonly tookMs: number;
}

/** The compiled triggers of one version of the trigger set. */
export interface LiveTriggerSet {
  readonly version: number;
  /** The workflows of the event's project that it starts. Lets others use the event loop between two workflows. */
  match(project: string, event: EventData): Promise<MatchReport>;
}

type Entry = LiveTriggers & { readonly compiled: CompiledTriggers };

/** Keeps the live triggers compiled, and reads them again when the version of the trigger set has changed. */
export function createLiveTriggers(): (db: Database, version: number) => Promise<LiveTriggerSet> {
  let entries = new Map<string, Entry>();
  let current: LiveTriggerSet | undefined;
  return async (db, version) => {
    if (current?.version === version) return current;
    const set = await loadTriggerSet(db);
    const before = entries;
    entries = new Map();
    for (const live of set.workflows) {
      const key = `${live.id}:${live.version}`;
      // A published version never changes (I8), so its compiled triggers stay valid.
      entries.set(key, before.get(key) ?? { ...live, compiled: compileTriggers(live.triggers) });
    }
    current = createTriggerSet(set.version, [...entries.values()]);
    return current;
  };
}

function createTriggerSet(version: number, entries: readonly Entry[]): LiveTriggerSet {
  const indexes = new Map(
    [...Map.groupBy(entries, ({ project }) => project)].map(([project, own]) => [project, new TriggerIndex(own)]),
  );
  const giveWay = createGiveWay();
  return {
    version,
    async match(project, event) {
      const matched: MatchedWorkflow[] = [];
      const failed: MatchReport["failed"][number][] = [];
      let tookMs = 0;
      for (const entry of indexes.get(project)?.find(event.type) ?? []) {
        await giveWay();
        const startedAt = performance.now();
        const { id, name, version } = entry;
        const match = matchEvent(entry.compiled, event, { id, name, version });
        if ("triggerId" in match) matched.push({ workflowId: id, version, triggerId: match.triggerId });
        else if ("failed" in match) failed.push({ workflowId: id, version, problem: match.failed });
        tookMs += performance.now() - startedAt;
      }
      return { matched, failed, tookMs };
    },
  };
}
