import { readState, settleAskedPair, type AskedPair, type ConditionAnswer, type Database } from "@tempograph/db";
import type { Asks, Facts, Json, JsonObject } from "@tempograph/graph";
import type { Logger } from "@tempograph/runtime";
import { eventData } from "../match/event-data.ts";
import type { LiveTriggerSets } from "../match/live-triggers.ts";
import { matchWorkflow } from "../match/match-triggers.ts";
import type { LiveVersion } from "../match/project-triggers.ts";
import { notOpen, undecided } from "../release/reasons.ts";

export interface AskDeps {
  readonly db: Database;
  readonly liveTriggers: LiveTriggerSets;
  readonly logger: Logger;
}

/** Matches the event of a claimed pair with the triggers of its workflow, with everything that is known beside it, and writes what becomes of it. */
export async function askPair(deps: AskDeps, pair: AskedPair): Promise<void> {
  const live = await liveVersion(deps, pair);
  const { answer, facts } = await answerOf(deps, pair, live);
  const wrote = await settleAskedPair(deps.db, pair, facts, answer);
  if (wrote && answer.is === "rejected")
    deps.logger.warn(
      { eventId: pair.id, workflowId: pair.workflowId, ...answer.reason },
      "A trigger's condition failed",
    );
}

async function liveVersion({ db, liveTriggers }: AskDeps, pair: AskedPair): Promise<LiveVersion> {
  const sets = await liveTriggers(db, [pair]);
  const found = sets.get(pair.project)?.find(pair, pair.trigger_set_version);
  const live = found?.find(({ id }) => id === pair.workflowId);
  if (live === undefined) throw new Error(`No trigger of ${pair.workflowId} listens to the event ${pair.id}`);
  return live;
}

/** Asks for one trigger after the other, as far as those before it do not take the event. */
async function answerOf(
  deps: AskDeps,
  pair: AskedPair,
  live: LiveVersion,
): Promise<{ readonly answer: ConditionAnswer; readonly facts: Facts }> {
  const { now } = pair;
  let { facts } = pair;
  const matchAgain = () => matchWorkflow(live, eventData(pair), { receivedAt: pair.received_at.getTime(), now, facts });
  let match = matchAgain();
  while ("asks" in match) {
    // What the memory has is read when the event's time has come.
    if (match.hold !== undefined) {
      const { until } = match.hold;
      return { facts, answer: { is: "held", reason: notOpen(match.hold), until, failures: 0 } };
    }
    const { triggerId } = match.asks;
    facts = { ...facts, [triggerId]: { ...facts[triggerId], state: await stateOf(deps.db, pair, match.asks) } };
    match = matchAgain();
  }
  if ("failed" in match) return { facts, answer: { is: "rejected", reason: reasonOf(match.failed) } };
  if ("none" in match) return { facts, answer: { is: "filtered" } };
  const { triggerId, plan = {}, hold } = match;
  const reason = hold === undefined ? undecided : notOpen(hold);
  return { facts, answer: { is: "taken", triggerId, plan, reason, until: hold?.until ?? 0 } };
}

/** An entry that does not exist is null. */
async function stateOf(db: Database, { project, workflowId }: AskedPair, { state }: Asks): Promise<JsonObject> {
  const values: Record<string, Json> = {};
  for (const [scope, reads] of Map.groupBy(state, (read) => read.scope)) {
    const place = { project, workflowId: scope === "project" ? "" : workflowId };
    const keys = reads.map(({ key }) => key);
    const found = await readState(db, place, keys);
    for (const { as, key } of reads) values[as] = found.get(key) ?? null;
  }
  return values;
}

function reasonOf({ code, message, hint, path }: { code: string; message: string; hint: string; path: string }) {
  return { code, message, hint, path };
}
