import { isTypePattern, typePatternProblem } from "../../match/type-pattern.ts";
import { constantConditions } from "./constant-conditions.ts";
import { bracesFor, holdsUnreadTemplate, notRendered } from "./expressions.ts";
import { CONDITION_OPERATORS } from "../../expression/compile-condition.ts";
import type { ExpressionError } from "../../expression/expression-error.ts";
import type { Json } from "../../definition/json.ts";
import { eventCondition } from "../node-expressions.ts";
import { describeTrigger } from "../../triggers/index.ts";
import { SchemaCheck } from "../../schema/schema-check.ts";
import type { TriggerDescription } from "../../triggers/trigger-description.ts";
import type { Fix } from "../../definition/fix.ts";
import { freeName, replaceValue } from "../make-fix.ts";
import type { Problem } from "../../definition/problem.ts";
import { triggerId, type Trigger } from "../../definition/trigger.ts";
import type { Rule } from "../rule.ts";
import { factRootsOf } from "../../match/data-parts.ts";
import { undeclaredReads, unlessFact, whenProblems } from "../when-problems.ts";

/** `{ "type": "order.placed" }` is read as JSONLogic, because no field of a trigger is in it; a misspelled field was probably meant. */
function unlessField(condition: Json, { code }: ExpressionError): string {
  if (code !== "CONDITION_UNKNOWN_OPERATOR" || typeof condition !== "object" || condition === null) return "";
  const [name = ""] = Object.keys(condition);
  return CONDITION_OPERATORS.includes(name)
    ? ""
    : `If "${name.slice(0, 40)}" is meant as a field of the trigger: there are eventType, condition, when and id. `;
}

const configChecks = new Map<string, SchemaCheck>();

/** What is wrong with the fields that only this kind has. */
function* ownProblems(description: TriggerDescription, trigger: Trigger, path: string): Iterable<Problem> {
  const { kind, config: schema, example } = description;
  if (schema !== undefined) {
    let check = configChecks.get(kind);
    if (check === undefined) configChecks.set(kind, (check = new SchemaCheck(schema)));
    const findings = check.check(trigger.config ?? {}, false);
    for (const { path: place, message, field } of findings)
      yield {
        code: field === undefined ? "INVALID_TRIGGER" : "UNKNOWN_FIELD",
        severity: "error",
        path: `${path}/config${place}`,
        message: field === undefined ? message : `A trigger of the kind ${kind} has no field "${field}" in its config.`,
        hint:
          example === undefined
            ? "Look the kind up in docs/triggers.md."
            : `A config that is right looks like ${JSON.stringify(example)}.`,
      };
    if (findings.length > 0) return;
  }
  for (const problem of description.check?.(trigger) ?? []) yield { ...problem, path: path + problem.path };
}

/** A trigger without an id has one by its position. */
function renamedTrigger(path: string, id: string, trigger: Trigger, taken: ReadonlySet<string>): Fix {
  const free = freeName(id, taken);
  const title = `Name this one "${free}"`;
  if (trigger.id !== undefined) return replaceValue(`${path}/id`, id, free, title, false);
  const patch = [
    { op: "test", path, value: trigger as unknown as Json },
    { op: "add", path: `${path}/id`, value: free },
  ] as const;
  return { title, patch };
}

function addressTwice(path: string, other: string): Problem {
  return {
    code: "PATH_TAKEN",
    severity: "error",
    path: `${path}/config/path`,
    message: `The trigger ${JSON.stringify(other)} of this workflow has this path.`,
    hint: "Choose another path. For requests that differ only in their content, write one trigger whose condition says which ones it takes.",
  };
}

/** Triggers must have distinct ids, distinct addresses, a config that fits their kind, valid event type filters and conditions that compile. */
export const triggers: Rule = function* (context) {
  const { triggers } = context;
  const seen = new Set<string>();
  const ids = new Set(triggers.map(triggerId));
  /** The ids of the triggers that are reached at an address. */
  const addresses = new Map<string, string>();
  for (const [index, trigger] of triggers.entries()) {
    const path = `/triggers/${index}`;
    const id = triggerId(trigger, index);
    if (seen.has(id)) {
      yield {
        code: "DUPLICATE_TRIGGER_ID",
        severity: "error",
        path: `${path}/id`,
        message: `The id "${id}" is already used by another trigger.`,
        hint: "Give one of the two another id.",
        fix: renamedTrigger(path, id, trigger, ids),
      };
    }
    seen.add(id);
    const { eventType } = trigger;
    if (eventType !== undefined && !isTypePattern(eventType)) {
      yield {
        code: "INVALID_EVENT_TYPE",
        severity: "error",
        path: `${path}/eventType`,
        ...typePatternProblem(eventType),
      };
    }
    const description = describeTrigger(trigger);
    if (description !== undefined) {
      const own = [...ownProblems(description, trigger, path)];
      yield* own;
      const address = own.length === 0 ? description.address?.(trigger) : undefined;
      const other = address === undefined ? undefined : addresses.get(address);
      if (other !== undefined) yield addressTwice(path, other);
      else if (address !== undefined) addresses.set(address, id);
    }
    yield* whenProblems(trigger, index, path, context);
    if (trigger.condition === undefined) continue;
    const { error, references } = eventCondition(trigger.condition, `${path}/condition`, factRootsOf(trigger));
    if (error === undefined) {
      yield* undeclaredReads(trigger, references, `${path}/condition`);
      yield* constantConditions(trigger.condition, `${path}/condition`);
      if (holdsUnreadTemplate(trigger.condition)) yield notRendered(`${path}/condition`);
      continue;
    }
    yield {
      code: error.code,
      severity: "error",
      path: `${path}/condition`,
      message: `${error.message}.`,
      hint: `${unlessField(trigger.condition, error)}${unlessFact(trigger, error)}${error.hint === undefined ? "Correct the condition." : `${error.hint}.`}`,
      ...bracesFor(trigger.condition, `${path}/condition`),
    };
  }
};
