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
import type { ConditionTime } from "./condition-time.ts";

export interface MatchedWorkflow {
  readonly workflowId: string;
  readonly version: number;
  readonly triggerId: string;
}

/** How far the conditions of the triggers have been evaluated for one event. */
export interface Matching {
  readonly matched: readonly MatchedWorkflow[];
  /** Conditions that could not be evaluated. Such a condition matches nothing. */
  readonly failed: readonly { readonly workflowId: string; readonly version: number; readonly problem: Problem }[];
  /** False: the project's time was up before all workflows were asked. */
  readonly done: boolean;
  /** Of the trigger set. */
  readonly version: number;
  /** How many workflows have been asked. */
  readonly asked: number;
}

/** The compiled triggers of one version of the trigger set. */
export interface LiveTriggerSet {
  readonly version: number;
  /**
   * The workflows of the event's project that it starts. Lets others use the event loop between two workflows. Ends where the
   * project's time is up; `begun` is then passed to the next call, which continues there unless the triggers have changed meanwhile.
   */
  match(project: string, event: EventData, time: ConditionTime, begun?: Matching): Promise<Matching>;
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
      entries.set(key, before.get(key) ?? { ...live, compiled: compileTriggers(live.triggers, live.id) });
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
    async match(project, event, time, begun) {
      const before = begun?.version === version ? begun : undefined;
      if (before?.done === true) return before;
      const matched = [...(before?.matched ?? [])];
      const failed = [...(before?.failed ?? [])];
      let asked = before?.asked ?? 0;
      const entries = indexes.get(project)?.find(event) ?? [];
      for (; asked < entries.length && !time.isUp(project, "triggers"); asked += 1) {
        await giveWay();
        const { compiled, ...workflow } = entries[asked]!;
        const match = time.measure(project, () => matchEvent(compiled, event, workflow));
        const found = { workflowId: workflow.id, version: workflow.version };
        if ("triggerId" in match) matched.push({ ...found, triggerId: match.triggerId });
        else if ("failed" in match) failed.push({ ...found, problem: match.failed });
      }
      return { matched, failed, done: asked === entries.length, version, asked };
    },
  };
}
