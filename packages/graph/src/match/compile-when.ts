import { DurationError, parseDuration } from "../definition/duration.ts";
import type { Problem } from "../definition/problem.ts";
import { stateReadOf, type StateRead } from "../definition/trigger-when.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { CompiledTemplate } from "../expression/compile-template.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { OpeningHours } from "../schedule/week-hours.ts";
import { readOpeningHours } from "../schedule/read-opening-hours.ts";
import { compilePolicyKey } from "../start-policy/policy-key.ts";
import { dataPartsOf, factRootsOf, type DataParts } from "./data-parts.ts";

/** The field `when` of a trigger, compiled. */
export interface CompiledWhen {
  readonly time: CompiledTime | null;
  readonly history: CompiledHistory | null;
  /** Null: the condition needs nothing but the event. */
  readonly asks: CompiledAsks | null;
}

export interface CompiledAsks extends DataParts {
  readonly state: readonly CompiledStateRead[];
}

export interface CompiledStateRead {
  readonly as: string;
  readonly scope: "workflow" | "project";
  readonly key: string | { readonly text: string; readonly template: CompiledTemplate };
}

export interface CompiledTime {
  readonly hours: OpeningHours;
  readonly holds: boolean;
}

export interface CompiledHistory {
  readonly withinMs: number;
  /** How long a start counts: as long as any trigger of the workflow looks back. */
  readonly keepMs: number;
  readonly statuses: readonly string[] | null;
  /** Null: all events are about the same subject. */
  readonly subject: { readonly text: string; readonly template: CompiledTemplate } | null;
}

/** A trigger whose `when` cannot be read, although `validateGraph` has found nothing: a newer version has published it. */
export class WhenError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Null: the trigger asks for nothing more than its condition. */
export function compileWhen(trigger: Trigger, all: readonly Trigger[]): CompiledWhen | WhenError | null {
  const { time, history } = trigger.when ?? {};
  if (trigger.when === undefined) return null;
  try {
    return {
      time: time === undefined ? null : compileTime(time),
      history: history === undefined ? null : compileHistory(history, all),
      asks: compileAsks(trigger),
    };
  } catch (error) {
    if (error instanceof WhenError) return error;
    throw error;
  }
}

function compileAsks(trigger: Trigger): CompiledAsks | null {
  const { condition, when } = trigger;
  if (condition === undefined || when?.state === undefined) return null;
  try {
    const parts = dataPartsOf(condition, factRootsOf(trigger));
    return parts === null ? null : { ...parts, state: when.state.map(compileStateRead) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // The condition says so itself when it is evaluated.
    return null;
  }
}

function compileStateRead(read: string | StateRead): CompiledStateRead {
  const { key, as, scope } = stateReadOf(read);
  return { as, scope, key: key.includes("{{") ? { text: key, template: compilePolicyKey(key) } : key };
}

function compileTime(time: NonNullable<NonNullable<Trigger["when"]>["time"]>): CompiledTime {
  const { hours, problems } = readOpeningHours(time, "/when/time");
  if (hours === undefined) throw new WhenError(problems[0]!);
  return { hours, holds: time.otherwise === "hold" };
}

function compileHistory(
  { noneWithin, subject, statuses }: NonNullable<NonNullable<Trigger["when"]>["history"]>,
  all: readonly Trigger[],
): CompiledHistory {
  const others = all.flatMap(({ when }) => when?.history?.noneWithin ?? []);
  try {
    return {
      withinMs: parseDuration(noneWithin),
      keepMs: Math.max(...others.map(parseDuration)),
      statuses: statuses ?? null,
      subject: subject === undefined ? null : { text: subject, template: compilePolicyKey(subject) },
    };
  } catch (error) {
    if (!(error instanceof DurationError || error instanceof ExpressionError)) throw error;
    const { message, hint = "Correct it" } = error;
    throw new WhenError({
      ...{ code: "INVALID_TRIGGER", severity: "error", path: "/when/history" },
      ...{ message: `${message}.`, hint: `${hint}.` },
    });
  }
}
