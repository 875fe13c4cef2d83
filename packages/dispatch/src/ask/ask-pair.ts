import { settleAskedPair, type AskedPair, type ConditionAnswer, type Database } from "@tempograph/db";
import type { Facts } from "@tempograph/graph";
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

async function answerOf(
  _deps: AskDeps,
  pair: AskedPair,
  live: LiveVersion,
): Promise<{ readonly answer: ConditionAnswer; readonly facts: Facts }> {
  const { facts, now } = pair;
  const match = matchWorkflow(live, eventData(pair), { receivedAt: pair.received_at.getTime(), now, facts });
  if ("failed" in match) return { facts, answer: { is: "rejected", reason: reasonOf(match.failed) } };
  if ("none" in match) return { facts, answer: { is: "filtered" } };
  const { triggerId, plan = {}, hold } = match;
  const reason = hold === undefined ? undecided : notOpen(hold);
  return { facts, answer: { is: "taken", triggerId, plan, reason, until: hold?.until ?? 0 } };
}

function reasonOf({ code, message, hint, path }: { code: string; message: string; hint: string; path: string }) {
  return { code, message, hint, path };
}
