import type { EventData } from "../definition/graph.ts";
import type { Problem } from "../definition/problem.ts";
import { createBudget, type Budget } from "../expression/budget.ts";
import type { CompiledCondition } from "../expression/compile-condition.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { FACT_ROOTS, type ExpressionScope } from "../expression/expression-scope.ts";
import { triggerScope, type MatchedWorkflow } from "../expression/trigger-scope.ts";
import { openingAt, type Opening } from "../schedule/opening-hours.ts";
import { policyKey } from "../start-policy/policy-key.ts";
import type { HistoryPlan } from "../start-policy/start-plan.ts";
import { isHeard, type CompiledTrigger, type CompiledTriggers } from "./compile-triggers.ts";
import {
  WhenError,
  type CompiledAsks,
  type CompiledHistory,
  type CompiledStateRead,
  type CompiledTime,
  type LookupRead,
} from "./compile-when.ts";
import type { Known, TriggerFacts } from "./known-facts.ts";

/** Either the trigger that took the event, or that no trigger did, or why a condition failed before any trigger took the event. */
export type Match =
  | Taken
  | { readonly none: true }
  | { readonly failed: Problem }
  /** Nobody knows before these facts have been found out for a trigger. */
  | { readonly asks: Asks; readonly hold?: Hold };

/** What the condition of a trigger has to know next. */
export type Asks =
  | {
      readonly triggerId: string;
      readonly state: readonly { readonly as: string; readonly key: string; readonly scope: "workflow" | "project" }[];
    }
  | { readonly triggerId: string; readonly lookup: readonly LookupRead[] };

/** A trigger took the event. */
export interface Taken {
  readonly triggerId: string;
  /** Present: the event waits for the next opening of `when.time`. */
  readonly hold?: Hold;
  /** Present: whether it starts something depends on what has started before. */
  readonly history?: HistoryPlan;
}

export interface Hold {
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Why, without a full stop. */
  readonly why: string;
}

/**
 * Finds the first trigger that matches the event; later triggers are not asked, so that an event starts at most one
 * execution of the workflow (I2). A condition reads the fields of the payload by their names. It can also read `event`,
 * `payload` and `workflow`, unless the payload has a field of that name.
 *
 * This function never throws. An evaluation error is returned as data and ends the search, because the broken trigger
 * might have been the one that matches first.
 */
export function matchEvent(
  compiled: CompiledTriggers,
  event: EventData,
  workflow: MatchedWorkflow,
  known: Known,
): Match {
  const scope = triggerScope(event, workflow);
  // All triggers share one budget, so that matching an event against many triggers costs no more than one condition may.
  const budget = createBudget();
  for (const [index, trigger] of compiled.triggers.entries()) {
    if (trigger.listening === null || !isHeard(trigger.listening, event)) continue;
    try {
      const taken = takes(trigger, scopeWith(scope, known.facts?.[trigger.id]), budget, known);
      if (taken !== null) return taken;
    } catch (error) {
      if (error instanceof WhenError)
        return { failed: { ...error.problem, path: `/triggers/${index}${error.problem.path}` } };
      if (error instanceof PartError) return { failed: problemOf(error, trigger.id, index) };
      throw error;
    }
  }
  return { none: true };
}

/** Null: the trigger does not take the event. */
function takes(
  trigger: CompiledTrigger,
  scope: ExpressionScope,
  budget: Budget,
  known: Known,
): Taken | Extract<Match, { asks: Asks }> | null {
  const { id, condition, when } = trigger;
  if (when instanceof WhenError) throw when;
  const closed = when?.time == null ? null : closedFor(when.time, known);
  if (closed?.hold === null) return null;
  if (condition instanceof ExpressionError) throw new PartError("condition", condition);
  const asks = when?.asks.find(({ root }) => known.facts?.[id]?.[root] === undefined);
  if (asks !== undefined) {
    if (asks.first.some((each) => isFalse(each, scope, budget))) return null;
    return { asks: asksOf(id, asks, scope, budget), ...(closed !== null && { hold: closed.hold }) };
  }
  if (condition !== null && !part("condition", () => condition.evaluate(scope, budget, "trigger"))) return null;
  if (known.facts?.[id]?.ranBefore !== undefined) return null;
  const history = when?.history ?? null;
  return {
    triggerId: id,
    ...(closed !== null && { hold: closed.hold }),
    ...(history !== null && { history: part("when/history/subject", () => historyPlan(history, scope, budget)) }),
  };
}

/** Null: the event came while it was open, or it has opened since. Without a `hold` the event is filtered. */
export function closedFor(
  { hours, holds }: CompiledTime,
  { receivedAt, now = -Infinity }: Known,
): { readonly hold: Hold | null; readonly opening: Extract<Opening, { open: false }> } | null {
  const opening = openingAt(hours, receivedAt);
  if (opening.open) return null;
  const until = holds ? opening.opensAt() : null;
  if (until === null) return { hold: null, opening };
  return until <= now ? null : { hold: { until, why: opening.why() }, opening };
}

/** False also if it cannot be evaluated: the whole condition says then what is wrong. */
function isFalse(condition: CompiledCondition, scope: ExpressionScope, budget: Budget): boolean {
  try {
    return !condition.evaluate(scope, budget, "trigger");
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function asksOf(triggerId: string, { root, reads }: CompiledAsks, scope: ExpressionScope, budget: Budget): Asks {
  if (root === "lookup") return { triggerId, lookup: reads };
  const keyOf = ({ key }: CompiledStateRead, index: number) =>
    typeof key === "string"
      ? key
      : part(`when/state/${index}/key`, () => policyKey(key.template, key.text, scope, budget));
  return {
    triggerId,
    state: reads.map((read, index) => ({ as: read.as, scope: read.scope, key: keyOf(read, index) })),
  };
}

/** The scope of a trigger for which something was found out. */
export function scopeWith(scope: ExpressionScope, facts: TriggerFacts | undefined): ExpressionScope {
  const found = new Map(
    FACT_ROOTS.flatMap((root) => (facts?.[root] === undefined ? [] : [[root as string, facts[root]]])),
  );
  return found.size === 0 ? scope : { ...scope, root: (name) => found.get(name) ?? scope.root(name) };
}

function historyPlan(history: CompiledHistory, scope: ExpressionScope, budget: Budget): HistoryPlan {
  const { withinMs, keepMs, statuses, subject } = history;
  const key = subject === null ? "" : policyKey(subject.template, subject.text, scope, budget);
  return { key, withinMs, keepMs, ...(statuses !== null && { statuses }) };
}

/** An expression of a trigger that could not be evaluated, with its place in the trigger. */
class PartError extends Error {
  readonly place: string;
  override readonly cause: ExpressionError;

  constructor(place: string, cause: ExpressionError) {
    super(cause.message, { cause });
    this.place = place;
    this.cause = cause;
  }
}

function part<T>(place: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw error instanceof ExpressionError ? new PartError(place, error) : error;
  }
}

function problemOf({ place, cause }: PartError, id: string, index: number): Problem {
  const what = place === "condition" ? "condition" : `field ${place.replaceAll("/", ".")}`;
  return {
    code: cause.code,
    severity: "error",
    path: `/triggers/${index}/${place}`,
    message: `The ${what} of trigger "${id}" failed: ${cause.message}.`,
    hint: cause.hint === undefined ? `Correct the ${what}.` : `${cause.hint}.`,
  };
}
