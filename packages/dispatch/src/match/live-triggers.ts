import { loadTriggerSets, type ClaimedEvent, type Database, type TriggerSetRequest } from "@tempograph/db";
import { ProjectTriggers } from "./project-triggers.ts";

/** The triggers of more projects than this are not kept in memory; those whose events came longest ago are read again. */
const MAX_PROJECTS = 1_000;

/** The triggers of the projects of these events, as far as needed to match each event with the set of its stamp. */
export type LiveTriggerSets = (
  db: Database,
  events: readonly Pick<ClaimedEvent, "project" | "trigger_set_version">[],
) => Promise<ReadonlyMap<string, ProjectTriggers>>;

/**
 * Keeps the live triggers of each project, and reads what has changed since (I12). The triggers of projects without events are not
 * read, and a change in one project reads nothing of another (I13).
 */
export function createLiveTriggers(): LiveTriggerSets {
  const known = new Map<string, ProjectTriggers>();
  return async (db, events) => {
    const wanted = new Map<string, { readonly triggers: ProjectTriggers; readonly oldest: number }>();
    const requests: TriggerSetRequest[] = [];
    for (const [project, own] of Map.groupBy(events, (event) => event.project)) {
      const stamps = own.map((event) => event.trigger_set_version);
      const [oldest, newest] = [Math.min(...stamps), Math.max(...stamps)];
      let triggers = known.get(project);
      if (triggers === undefined || triggers.from > oldest) {
        triggers = new ProjectTriggers(oldest);
        requests.push({ project, asOf: oldest });
      } else if (triggers.version < newest) requests.push({ project, since: triggers.version });
      wanted.set(project, { triggers, oldest });
    }
    const changes = requests.length === 0 ? [] : await loadTriggerSets(db, requests);
    for (const { project, version, rows } of changes) {
      const { triggers, oldest } = wanted.get(project)!;
      triggers.take(version, rows, oldest);
    }
    const found = new Map<string, ProjectTriggers>();
    for (const [project, { triggers }] of wanted) {
      found.set(project, triggers);
      known.delete(project);
      known.set(project, triggers);
    }
    for (const project of known.keys()) if (known.size > MAX_PROJECTS) known.delete(project);
    return found;
  };
}
