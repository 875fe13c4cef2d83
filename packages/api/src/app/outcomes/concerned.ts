import { findEventAccount, withinProject, type EventRecord } from "@tempograph/db";
import type { LiveVersion } from "@tempograph/dispatch";
import type { AppDeps } from "../app-deps.ts";

/**
 * The workflows that the event could concern, by the triggers that were live when it was stored: the same ones that the dispatcher has
 * asked. None for an event that no trigger was asked about: it waits, it was started by hand, or nobody counted yet.
 */
export async function concernedBy(
  { db, project, liveTriggers }: AppDeps,
  event: EventRecord,
): Promise<readonly LiveVersion[]> {
  // The list's own database counts or measures what its one statement gives.
  const plain = withinProject(db.withoutPlugins(), project);
  const account = await findEventAccount(plain, event.id);
  if (account?.concerned == null || account.stamp === null) return [];
  const triggers = await liveTriggers(plain, [{ project, trigger_set_version: account.stamp }]);
  return triggers.get(project)?.find(event, account.stamp) ?? [];
}
