import { DurationError, parseDuration } from "../definition/duration.ts";
import type { Problem } from "../definition/problem.ts";
import type { JsonObject } from "../definition/json.ts";
import {
  DEFAULT_LOOKUP_CACHE,
  lookupsOf,
  stateReadOf,
  type Lookup,
  type StateRead,
} from "../definition/trigger-when.ts";
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
  /** What the condition has to know beside the event, in the order in which it is found out. */
  readonly asks: readonly CompiledAsks[];
}

export type CompiledAsks =
  | (DataParts & { readonly root: "state"; readonly reads: readonly CompiledStateRead[] })
  | (DataParts & { readonly root: "lookup"; readonly reads: readonly LookupRead[] });

/** A node that is to be run. Its worker renders the input, because only it has the schema that says which texts are URLs. */
export interface LookupRead {
  readonly as: string;
  readonly node: string;
  readonly input: JsonObject;
  /** How old an answer for the same input may be. */
  readonly cacheMs: number;
  /** JSON Pointer of the lookup. */
  readonly path: string;
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
      asks: compileAsks(trigger, all.indexOf(trigger)),
    };
  } catch (error) {
    if (error instanceof WhenError) return error;
    throw error;
  }
}

function compileAsks(trigger: Trigger, index: number): readonly CompiledAsks[] {
  const { condition, when } = trigger;
  const roots = factRootsOf(trigger);
  if (condition === undefined || roots.length === 0) return [];
  try {
    return dataPartsOf(condition, roots).map(({ root, first }) =>
      root === "state"
        ? { root, first, reads: (when?.state ?? []).map(compileStateRead) }
        : {
            root,
            first,
            reads: lookupsOf(when).map((lookup, at) =>
              compileLookup(lookup, `/triggers/${index}${lookupPath(trigger, at)}`),
            ),
          },
    );
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // The condition says so itself when it is evaluated.
    return [];
  }
}

/** Where one of the lookups stands in its trigger. */
export function lookupPath({ when }: Trigger, index: number): string {
  return Array.isArray(when?.lookup) ? `/when/lookup/${index}` : "/when/lookup";
}

function compileLookup({ node, input = {}, as, cache = DEFAULT_LOOKUP_CACHE }: Lookup, path: string): LookupRead {
  return { as, node, input, cacheMs: attempt("/when/lookup", () => parseDuration(cache)), path };
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
  return attempt("/when/history", () => ({
    withinMs: parseDuration(noneWithin),
    keepMs: Math.max(...others.map(parseDuration)),
    statuses: statuses ?? null,
    subject: subject === undefined ? null : { text: subject, template: compilePolicyKey(subject) },
  }));
}

function attempt<T>(path: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof DurationError || error instanceof ExpressionError)) throw error;
    const { code, message, hint = "Correct it" } = error;
    throw new WhenError({ code, severity: "error", path, message: `${message}.`, hint: `${hint}.` });
  }
}
