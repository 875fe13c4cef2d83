import {
  DurationError,
  ExpressionError,
  matchEvent,
  overlapPlan,
  type EventData,
  type Hold,
  type Known,
  type Match,
  type Problem,
  type StartPlan,
  type Taken,
} from "@tempograph/graph";
import { createGiveWay } from "@tempograph/runtime";
import type { ConditionTime } from "./condition-time.ts";
import type { LiveVersion, ProjectTriggers } from "./project-triggers.ts";

export interface MatchedWorkflow {
  readonly workflowId: string;
  readonly version: number;
  readonly triggerId: string;
  /** Present: the event is held until the workflow's start policies decide. */
  readonly plan?: StartPlan;
  /** Present: its conditions have to know more than the event. The trigger is the one that has to know. */
  readonly asks?: true;
  /** Present: it is held until the trigger's opening hours. */
  readonly hold?: Hold;
}

/** The condition of the workflow's trigger, or a key of its start policies, could not be evaluated, so that nobody knows whether the event should start it. */
export interface RejectedWorkflow {
  readonly workflowId: string;
  readonly version: number;
  readonly problem: Problem;
}

/** How far the conditions of the triggers have been evaluated for one event. */
export interface Matching {
  readonly matched: readonly MatchedWorkflow[];
  readonly rejected: readonly RejectedWorkflow[];
  /** How many workflows are concerned, and no trigger of them took the event. */
  readonly filtered: number;
  /** The number of workflows that have a trigger for events of this type. */
  readonly concerned: number;
  /** How many of those whose conditions may hold have been asked. */
  readonly asked: number;
  /** False: the project's time was up before all workflows were asked. */
  readonly done: boolean;
  /** Of the triggers in memory. */
  readonly edition: number;
}

export interface MatchInput {
  readonly project: string;
  readonly event: EventData;
  /** When the event was stored, in milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The version of the project's trigger set with which the event was stored: its triggers are asked, however late it is (I12). */
  readonly stamp: number;
  /** What an earlier call has left undone. */
  readonly begun: Matching | undefined;
}

/**
 * The workflows of the event's project that it starts. Lets others use the event loop between two workflows. Ends where the project's
 * time is up; the answer is then passed to the next call as `begun`, which continues there unless the triggers were read anew meanwhile.
 */
export async function matchTriggers(
  triggers: ProjectTriggers,
  { project, event, receivedAt, stamp, begun }: MatchInput,
  time: ConditionTime,
): Promise<Matching> {
  const edition = triggers.editionOf(stamp);
  const before = begun?.edition === edition ? begun : undefined;
  if (before?.done === true) return before;
  const matched = [...(before?.matched ?? [])];
  const rejected = [...(before?.rejected ?? [])];
  const giveWay = createGiveWay();
  let asked = before?.asked ?? 0;
  const { count, toAsk } = time.measure(project, () => triggers.concerned(event, stamp));
  for (; asked < toAsk.length && !time.isUp(project, "triggers"); asked += 1) {
    const pause = giveWay();
    if (pause !== undefined) await pause;
    const live = toAsk[asked]!;
    const match = time.measure(project, () => matchWorkflow(live, event, { receivedAt }));
    const workflow = { workflowId: live.id, version: live.version };
    if ("asks" in match) {
      const { asks, hold } = match;
      matched.push({ ...workflow, triggerId: asks.triggerId, asks: true, ...(hold && { hold }) });
    } else if ("triggerId" in match) matched.push({ ...workflow, ...match });
    else if ("failed" in match) rejected.push({ ...workflow, problem: match.failed });
  }
  const filtered = count - (toAsk.length - asked) - matched.length - rejected.length;
  return { matched, rejected, filtered, concerned: count, asked, done: asked === toAsk.length, edition };
}

/** A trigger that took an event, and what is decided later. */
export type TakenWorkflow = Pick<MatchedWorkflow, "triggerId" | "plan" | "hold">;

/** Like `matchEvent`, with the plan of what decides later, if a trigger takes the event and something does. */
export function matchWorkflow(
  live: LiveVersion,
  event: EventData,
  known: Known,
): Exclude<Match, Taken> | TakenWorkflow {
  const match = matchEvent(live.compiled, event, live, known);
  if (!("triggerId" in match)) return match;
  const { triggerId, hold, history } = match;
  const overlap = overlapPlan(live.triggers, triggerId);
  if (live.startPolicies === undefined && hold === undefined && history === undefined)
    return { triggerId, ...(overlap && { plan: overlap }) };
  try {
    const plan = { ...(history && { history }), ...live.startPolicies?.(event, live), ...overlap };
    return { triggerId, plan, ...(hold && { hold }) };
  } catch (error) {
    // A policy that a newer version has published may be unreadable here.
    if (!(error instanceof ExpressionError || error instanceof DurationError)) throw error;
    const { code, message, hint = "Correct the key" } = error;
    const path = "/settings/start";
    return {
      failed: { code, severity: "error", path, message: `A start policy: ${message}.`, hint: `${hint}.` } as Problem,
    };
  }
}
