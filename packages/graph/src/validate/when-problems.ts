import { DurationError, parseDuration } from "../definition/duration.ts";
import type { JsonObject } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import { triggerId, type Trigger } from "../definition/trigger.ts";
import { declaredFacts, stateReadOf, type HistoryCondition, type StateRead } from "../definition/trigger-when.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { FACT_ROOTS, type FactRoot } from "../expression/expression-scope.ts";
import type { Reference } from "../expression/reference.ts";
import { readOpeningHours } from "../schedule/read-opening-hours.ts";
import { SchemaCheck } from "../schema/schema-check.ts";
import { compilePolicyKey } from "../start-policy/policy-key.ts";
import { describeTrigger } from "../triggers/index.ts";
import { factRootsOf } from "../match/data-parts.ts";
import { LOOKUP_EXAMPLE, WHEN_EXAMPLE, WHEN_SCHEMA } from "../triggers/when-schema.ts";
import { lookupProblems } from "./lookup-problems.ts";
import type { ValidationContext } from "./validation-context.ts";

let check: SchemaCheck | undefined;

/** What is wrong with the field `when` of a trigger. `path` is that of the trigger. */
export function* whenProblems(
  trigger: Trigger,
  index: number,
  path: string,
  context: ValidationContext,
): Iterable<Problem> {
  const { when } = trigger;
  if (when === undefined) return;
  const at = `${path}/when`;
  const listens = describeTrigger(trigger)?.listensTo({ ...trigger, id: triggerId(trigger, index) }, "");
  if (listens === null) yield error(at, "No event comes to this trigger, so it has no conditions.", "Remove `when`.");
  check ??= new SchemaCheck(WHEN_SCHEMA);
  const findings = check.check(when as unknown as JsonObject, false);
  for (const { path: place, message, field } of findings)
    yield {
      ...error(at + place, field === undefined ? message : `when has no field "${field}" here.`, HINT),
      ...(field !== undefined && { code: "UNKNOWN_FIELD" }),
    };
  if (findings.length > 0) return;
  if (when.time !== undefined) yield* readOpeningHours(when.time, `${at}/time`).problems;
  if (when.history !== undefined) yield* historyProblems(when.history, `${at}/history`);
  for (const root of trigger.condition === undefined ? factRootsOf(trigger) : [])
    yield error(
      `${at}/${root}`,
      `The trigger has no condition that reads ${WHAT[root]}.`,
      `Add one, such as ${READS[root]}.`,
    );
  if (when.state !== undefined) yield* stateProblems(when.state, `${at}/state`);
  yield* lookupProblems(trigger, path, context);
}

const WHAT: Readonly<Record<FactRoot, string>> = { state: "the memory", lookup: "what is looked up" };
const READS: Readonly<Record<FactRoot, string>> = {
  state: '"{{ state.seen == null }}"',
  lookup: "\"{{ lookup.customer.tier == 'gold' }}\"",
};
const DECLARATIONS: Readonly<Record<FactRoot, string>> = {
  state: '"when": { "state": ["seen"] }',
  lookup: `"when": { "lookup": ${JSON.stringify(LOOKUP_EXAMPLE)} }`,
};

function* stateProblems(state: readonly (string | StateRead)[], path: string): Iterable<Problem> {
  const names = declaredFacts({ state }).state;
  for (const [index, read] of state.entries()) {
    const { key, as } = stateReadOf(read);
    const place = `${path}/${index}`;
    if (key.includes("{{")) yield* keyProblems(key, `${place}/key`);
    if (key.includes("{{") && as === key)
      yield error(place, "A key that is a template needs a name.", 'Write { "key": "…{{ … }}…", "as": "seen" }.');
    if (names.indexOf(as) < index)
      yield error(place, `The name "${as}" is there twice.`, "Give one of the two another name with `as`.");
  }
}

/** What a condition reads of the memory or of lookups, and its trigger does not declare. */
export function* undeclaredReads(trigger: Trigger, references: readonly Reference[], path: string): Iterable<Problem> {
  const declared = declaredFacts(trigger.when);
  for (const { root, path: segments } of references) {
    if (!isFact(root) || (segments[0] !== undefined && declared[root].includes(segments[0]))) continue;
    const what = segments[0] === undefined ? `all of ${WHAT[root]}` : `${root}.${segments[0]}`;
    yield error(
      path,
      `The condition reads ${what}, and when.${root} declares ${declared[root].join(", ")}.`,
      `Add it to when.${root}. A field of the payload is payload.${root}.`,
    );
  }
}

/** Said before the hint of an error about a name that `when` would declare. */
export function unlessFact({ when }: Trigger, { code, path }: ExpressionError): string {
  if (code !== "EXPRESSION_PATH_MISSING" || path === undefined || !isFact(path) || when?.[path] !== undefined)
    return "";
  return `If ${WHAT[path]} is meant, declare what is read: ${DECLARATIONS[path]}. `;
}

const isFact = (root: string): root is FactRoot => FACT_ROOTS.includes(root as FactRoot);

const HINT = `docs/triggers.md has examples of all conditions. One that is right looks like ${JSON.stringify(WHEN_EXAMPLE)}.`;

function* historyProblems({ noneWithin, subject }: HistoryCondition, path: string): Iterable<Problem> {
  try {
    parseDuration(noneWithin);
  } catch (thrown) {
    if (!(thrown instanceof DurationError)) throw thrown;
    yield { ...error(`${path}/noneWithin`, `${thrown.message}.`, `${thrown.hint}.`), code: thrown.code };
  }
  if (subject !== undefined) yield* keyProblems(subject, `${path}/subject`);
}

/** A text without `{{ }}` would be the same for every event, which nobody means who writes `payload.customer`. */
function* keyProblems(text: string, path: string): Iterable<Problem> {
  if (!text.includes("{{"))
    return yield error(
      path,
      "The subject is the same for every event.",
      'Write a template, such as "{{ payload.customer }}".',
    );
  try {
    compilePolicyKey(text);
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown;
    yield { ...error(path, `${thrown.message}.`, `${thrown.hint ?? "Correct it"}.`), code: thrown.code };
  }
}

function error(path: string, message: string, hint: string): Problem {
  return { code: "INVALID_TRIGGER", severity: "error", path, message, hint };
}
