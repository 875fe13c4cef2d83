import { loadTriggerSets, type ClaimedEvent, type Database, type TriggerSetRequest } from "@tempograph/db";
import { ProjectTriggers } from "./project-triggers.ts";

/** The triggers of more projects than this are not kept in memory; those whose events came longest ago are read again. */
const MAX_PROJECTS = 1_000;

/** The triggers of the projects of these events, as far as needed to match each event with the set of its stamp. */
export type LiveTriggerSets = (
  db: Database,
  events: readonly Pick<ClaimedEvent, "project" | "trigger_set_version">[],
) => Promise<ReadonlyMap<string, ProjectTriggers>>;

/** What is needed of a project, and what is known of it. */
interface Needed {
  readonly triggers: ProjectTriggers;
  /** The stamps of the first and of the last event. */
  readonly oldest: number;
  readonly newest: number;
}

/**
 * Keeps the live triggers of each project, and reads what has changed since (I12). The triggers of projects without events are not
 * read, and a change in one project reads nothing of another (I13). Calls may run at the same time.
 */
export function createLiveTriggers(): LiveTriggerSets {
  const known = new Map<string, ProjectTriggers>();
  return async (db, events) => {
    const needed = new Map<string, Needed>();
    for (const [project, own] of Map.groupBy(events, (event) => event.project)) {
      const stamps = own.map((event) => event.trigger_set_version);
      const [oldest, newest] = [Math.min(...stamps), Math.max(...stamps)];
      const triggers = known.get(project);
      const reaches = triggers !== undefined && triggers.from <= oldest;
      needed.set(project, { oldest, newest, triggers: reaches ? triggers : new ProjectTriggers(oldest) });
    }
    await readChanges(db, needed);
    const found = new Map([...needed].map(([project, { triggers }]) => [project, triggers]));
    for (const [project, triggers] of found) {
      known.delete(project);
      known.set(project, triggers);
    }
    for (const project of known.keys()) if (known.size > MAX_PROJECTS) known.delete(project);
    return found;
  };
}

/** Reads of each project what is missing up to its newest stamp. */
async function readChanges(db: Database, needed: ReadonlyMap<string, Needed>): Promise<void> {
  for (;;) {
    const requests = [...needed].flatMap(([project, { triggers, oldest, newest }]): TriggerSetRequest[] => {
      if (triggers.version === undefined) return [{ project, asOf: oldest }];
      return triggers.version < newest ? [{ project, since: triggers.version }] : [];
    });
    if (requests.length === 0) return;
    const changes = await loadTriggerSets(db, requests);
    for (const [index, { project, version, rows }] of changes.entries()) {
      const { triggers, oldest } = needed.get(project)!;
      const request = requests[index]!;
      // Another call may have taken the same changes meanwhile.
      const since = "since" in request ? request.since : undefined;
      if (triggers.version !== since) continue;
      if (version === since)
        throw new Error(
          `The trigger set of the project ${project} ends at ${version}; an event was stored with a later one`,
        );
      triggers.take(version, rows, oldest);
    }
  }
}
