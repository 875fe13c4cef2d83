import { writeTriggers, type Database, type WantedTrigger } from "@tempograph/db";
import {
  isReservedSource,
  listeningOf,
  triggerId,
  triggerKind,
  type JsonObject,
  type Problem,
  type Trigger,
} from "@tempograph/graph";
import { triggerKinds } from "./kinds.ts";
import type { PublishedTrigger, SecretsOfProject, TriggerKind } from "./trigger-kind.ts";

/** A version whose triggers are to be live. */
export interface LiveVersion {
  readonly workflowId: string;
  readonly version: number;
  readonly triggers: readonly Trigger[];
}

interface CheckOptions {
  readonly kinds?: ReadonlyMap<string, TriggerKind>;
  /** Absent: whether the secrets of connections are of use is not checked. */
  readonly secrets?: SecretsOfProject;
}

/** What would keep triggers from being published: a connection that does not exist, an address that another workflow has. */
export async function triggerProblems(
  db: Database,
  version: Pick<LiveVersion, "workflowId" | "triggers">,
  { kinds = triggerKinds, secrets }: CheckOptions = {},
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [index, trigger] of version.triggers.entries()) {
    const published = publishedTrigger(trigger, index, version.workflowId);
    for (const problem of (await kinds.get(triggerKind(trigger))?.check?.(db, published, secrets)) ?? [])
      problems.push({ ...problem, path: `/triggers/${index}${problem.path}` });
  }
  const placed = Map.groupBy(
    version.triggers.map((trigger, index) => ({ trigger, path: `/triggers/${index}` })),
    ({ trigger }) => triggerKind(trigger),
  );
  for (const [kind, triggers] of placed)
    problems.push(...((await kinds.get(kind)?.checkAll?.(db, version.workflowId, triggers)) ?? []));
  return problems;
}

/**
 * Makes the triggers of a version live, in the transaction that publishes it, rolls back to it or activates its workflow again. Answers
 * problems that keep it from being published; then nothing is written. The caller holds the workflow's lock.
 */
export async function publishTriggers(
  tx: Database,
  version: LiveVersion,
  options: CheckOptions = {},
): Promise<readonly Problem[]> {
  const { workflowId } = version;
  const problems = await triggerProblems(tx, version, options);
  if (problems.some(({ severity }) => severity === "error")) return problems;
  const wanted = version.triggers.map((trigger, index): WantedTrigger => {
    const published = publishedTrigger(trigger, index, workflowId);
    return {
      id: published.trigger.id,
      kind: triggerKind(trigger),
      source: published.source,
      config: configOf(trigger),
      conditions: trigger.when,
    };
  });
  await writeTriggers(tx, { id: workflowId, version: version.version }, wanted);
  return problems;
}

/** Ends the triggers of a workflow that is archived or deleted, in the same transaction. The caller holds the workflow's lock. */
export async function endTriggers(tx: Database, workflowId: string): Promise<void> {
  await writeTriggers(tx, { id: workflowId, version: 0 }, []);
}

/** What the kind's sentence needs. A kind without a `config` has its own fields at the top of the trigger. */
function configOf({ config, eventType, source }: Trigger): JsonObject {
  return config ?? { ...(eventType !== undefined && { eventType }), ...(source !== undefined && { source }) };
}

function publishedTrigger(trigger: Trigger, index: number, workflowId: string): PublishedTrigger {
  const source = listeningOf(trigger, index, workflowId)?.source;
  // An event trigger may name the source of somebody else's webhook. Only the trigger that makes the events is found by it.
  const isOwn = triggerKind(trigger) !== "event" && source !== undefined && isReservedSource(source);
  return { trigger: { ...trigger, id: triggerId(trigger, index) }, workflowId, source: isOwn ? source : null };
}
