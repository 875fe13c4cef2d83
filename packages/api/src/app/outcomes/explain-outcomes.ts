import { findConditionFacts, findEvents, type EventRecord, type OutcomeRecord } from "@tempograph/db";
import { eventData } from "@tempograph/dispatch";
import type { Known, MatchTrace, TriggerTrace } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import { whyHidden } from "../../operations/payloads.ts";
import type { AppDeps } from "../app-deps.ts";
import { concernedBy } from "./concerned.ts";

/** An outcome, and why. */
export interface ExplainedOutcome extends OutcomeRecord {
  readonly sentence: string;
  /** Null: the event was not matched with triggers. */
  readonly triggers: readonly TriggerTrace[] | null;
}

/**
 * Says why each outcome is what it is: the conditions are evaluated again, in a thread, with the triggers of then. What it says contains
 * values of the payload, so it is not computed for callers who may not read payloads.
 */
export async function explainOutcomes(
  deps: AppDeps,
  caller: Principal,
  outcomes: readonly OutcomeRecord[],
): Promise<readonly ExplainedOutcome[]> {
  const eventId = outcomes[0]?.eventId;
  const [event] = eventId === undefined || whyHidden(caller) !== null ? [] : await findEvents(deps.db, [eventId]);
  if (event === undefined) return outcomes.map((outcome) => explained(outcome, undefined));
  const concerned = new Map((await concernedBy(deps, event)).map((live) => [live.id, live]));
  const asked = outcomes.flatMap(({ workflowId }) => concerned.get(workflowId) ?? []);
  const known = await knownOf(deps, event, asked);
  const matches = asked.map(({ id, name, version, triggers, paused }) => ({
    ...{ triggers, paused, workflow: { id, name, version }, known: known(id) },
  }));
  const traces =
    matches.length === 0
      ? []
      : await deps.compute.session(caller, (run) => run("traceMatches", eventData(event), matches));
  const byWorkflow = new Map(asked.map(({ id }, index) => [id, traces[index]]));
  return outcomes.map((outcome) => explained(outcome, byWorkflow.get(outcome.workflowId)));
}

/** By workflow, what its triggers knew beside the event when it was matched, as far as somebody has found it out. */
export async function knownOf(
  { db }: Pick<AppDeps, "db">,
  { id, receivedAt }: EventRecord,
  workflows: readonly { readonly id: string }[],
): Promise<(workflowId: string) => Known> {
  const facts = await findConditionFacts(
    db,
    id,
    workflows.map((workflow) => workflow.id),
  );
  return (workflowId) => ({ receivedAt: receivedAt.getTime(), now: Date.now(), facts: facts.get(workflowId) });
}

/** The outcome, and why. Without a trace: no trigger was asked about the event, or the caller may not read what it says. */
export function explained(outcome: OutcomeRecord, trace: MatchTrace | undefined): ExplainedOutcome {
  return { ...outcome, sentence: sentenceOf(outcome, trace), triggers: trace?.triggers ?? null };
}

function sentenceOf({ outcome, triggerId, reason, until }: OutcomeRecord, trace: MatchTrace | undefined): string {
  switch (outcome) {
    case "started":
      if (triggerId === "manual") return "It was started by hand.";
      if (triggerId === "call") return "Another execution called it.";
      return `Trigger "${triggerId ?? ""}" took the event.`;
    case "filtered":
      return trace?.sentence ?? "No trigger took the event.";
    case "held":
      return `${reason?.message ?? "It waits."}${until === null ? "" : ` It is decided again at ${until.toISOString()}.`}`;
    default:
      return reason?.message ?? "";
  }
}
