import { readState, settleAskedPair, type AskedPair, type ConditionAnswer, type Database } from "@tempograph/db";
import { factsAbout, type Asks, type Facts, type Json, type JsonObject } from "@tempograph/graph";
import type { Logger } from "@tempograph/runtime";
import { eventData } from "../match/event-data.ts";
import type { LiveTriggerSets } from "../match/live-triggers.ts";
import { matchWorkflow } from "../match/match-triggers.ts";
import type { LiveVersion } from "../match/project-triggers.ts";
import { archived, askAgain, lookupFailed, lookupGivenUp, notOpen, undecided } from "../release/reasons.ts";
import { LookupFailed, lookUp, type LookUpDeps } from "./look-up.ts";

export interface AskDeps extends LookUpDeps {
  readonly liveTriggers: LiveTriggerSets;
  readonly logger: Logger;
}

/** After so much time the answers that were found are written down, and the pair is claimed again: its lease is longer. */
const TURN_MS = 30_000;
/** Between two attempts of a lookup that fails. The first comes after a second, and each further one after twice as long. */
const LONGEST_WAIT_MS = 5 * 60_000;
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;
/** A lookup that has failed for so long is given up. */
const GIVE_UP_MS = 24 * 60 * 60_000;

interface Found {
  readonly answer: ConditionAnswer;
  readonly facts: Facts;
}

/** Matches the event of a claimed pair with the triggers of its workflow, with everything that is known beside it, and writes what becomes of it. */
export async function askPair(deps: AskDeps, pair: AskedPair, signal: AbortSignal): Promise<void> {
  const { workflowStatus: status, facts: known } = pair;
  if (status !== "active") {
    await settleAskedPair(deps.db, pair, known, { is: "rejected", reason: archived(status) });
    return;
  }
  const live = await liveVersion(deps, pair);
  const { answer, facts } = await answerOf(deps, pair, live, signal);
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
async function answerOf(deps: AskDeps, pair: AskedPair, live: LiveVersion, signal: AbortSignal): Promise<Found> {
  const { now } = pair;
  const begunAt = performance.now();
  let { facts } = pair;
  const matchAgain = () => matchWorkflow(live, eventData(pair), { receivedAt: pair.received_at.getTime(), now, facts });
  let match = matchAgain();
  while ("asks" in match) {
    // What the memory has is read when the event's time has come.
    if (match.hold !== undefined) {
      const { until } = match.hold;
      return { facts, answer: { is: "held", reason: notOpen(match.hold), until, failures: 0 } };
    }
    if (signal.aborted || performance.now() - begunAt > TURN_MS)
      return { facts, answer: { is: "held", reason: askAgain, until: 0, failures: pair.failures } };
    const { asks } = match;
    const { triggerId } = asks;
    try {
      const found = "state" in asks ? await stateOf(deps.db, pair, asks) : await lookUp(deps, pair, live, asks, signal);
      facts = { ...facts, [triggerId]: factsAbout(live.triggers, asks, found, facts[triggerId]) };
    } catch (error) {
      if (signal.aborted) continue;
      if (!(error instanceof LookupFailed)) throw error;
      return { facts, answer: failedAnswer(pair, triggerId, error, pair.now + performance.now() - begunAt) };
    }
    match = matchAgain();
  }
  if ("failed" in match) return { facts, answer: { is: "rejected", reason: reasonOf(match.failed) } };
  if ("none" in match) return { facts, answer: { is: "filtered" } };
  const { triggerId, plan = {}, hold } = match;
  const reason = hold === undefined ? undecided : notOpen(hold);
  return { facts, answer: { is: "taken", triggerId, plan, reason, until: hold?.until ?? 0 } };
}

/** A lookup that fails does not make a condition false: the event waits until the service answers, or until that takes too long. */
function failedAnswer(pair: AskedPair, triggerId: string, error: LookupFailed, now: number): ConditionAnswer {
  const { as, code, message, hint = "Correct the lookup.", path } = error;
  if (error.isFinal) {
    const what = `The lookup "${as}" of trigger "${triggerId}" failed: ${message}.`;
    return { is: "rejected", reason: { code, message: what, hint, path } };
  }
  const failures = pair.failures + 1;
  if (pair.failingForMs >= GIVE_UP_MS) return { is: "rejected", reason: lookupGivenUp(triggerId, error, failures) };
  const wait = error.retryable ? Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (failures - 1)) : LONGEST_WAIT_MS;
  const until = now + Math.max(wait, Math.min(error.retryAfterMs, LONGEST_RETRY_AFTER_MS));
  return { is: "held", reason: lookupFailed(triggerId, error, failures), until, failures };
}

/** An entry that does not exist is null. */
async function stateOf(
  db: Database,
  { project, workflowId }: AskedPair,
  { state }: Extract<Asks, { state: unknown }>,
): Promise<JsonObject> {
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
