import { triggerKind, type Trigger } from "../definition/trigger.ts";
import { pointer } from "../definition/json-pointer.ts";
import {
  MAX_EVENT_SOURCE_LENGTH,
  MAX_EVENT_TYPE_LENGTH,
  MAX_ID_LENGTH,
  MAX_PROBLEMS,
  MAX_TRIGGERS,
} from "../definition/limits.ts";
import { isObject } from "../definition/json.ts";
import { field, type Fields, type Report } from "../definition/parse-fields.ts";
import { checkJsonValue } from "../definition/parse-json-value.ts";
import type { Problem } from "../definition/problem.ts";
import { triggerDescription, triggerDescriptions } from "./index.ts";
import type { TriggerDescription } from "./trigger-description.ts";

/** The fields of a kind that have a meaning. Any other field of a trigger belongs to the editor and is ignored. */
const fieldsOf = ({ fields = ["config"] }: TriggerDescription): readonly string[] => [
  "kind",
  "id",
  ...fields,
  "condition",
  "when",
];
const ALL_FIELDS: ReadonlySet<string> = new Set(triggerDescriptions.flatMap(fieldsOf));

/** The fields of a trigger that have a meaning. */
export function triggerFields(trigger: Trigger): readonly string[] {
  const description = triggerDescription(triggerKind(trigger));
  return description === undefined ? Object.keys(trigger) : fieldsOf(description);
}

/**
 * Reads triggers: a list, one `{ kind?, id?, condition? }` with the fields of its kind, or one JSONLogic condition alone (also in a
 * list). Never throws. Null and undefined mean that there are no triggers. Each returned trigger has an id (`trigger` + its index where it
 * gave none). With an error `triggers` is empty. Paths begin with `/triggers`; a single trigger counts as the first.
 */
export function parseTriggers(input: unknown): { triggers: Trigger[]; problems: Problem[] } {
  if (input === undefined || input === null) return { triggers: [], problems: [] };
  const problems = checkJsonValue(input).map((problem) => ({ ...problem, path: `/triggers${problem.path}` }));
  if (problems.length > 0) return { triggers: [], problems };
  // Only warnings are left out: an error always counts.
  const report: Report = (problem) => {
    if (problem.severity !== "warning" || problems.length < MAX_PROBLEMS)
      problems.push({ severity: "error", ...problem });
  };
  const items: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (items.length > MAX_TRIGGERS) {
    report({
      code: "TOO_MANY_TRIGGERS",
      path: "/triggers",
      message: `There are ${items.length} triggers; at most ${MAX_TRIGGERS} are allowed.`,
      hint: 'Join conditions with {"or": [ … ]}, or split the workflow.',
    });
    return { triggers: [], problems };
  }
  const triggers = items.map((item, index) => readTrigger(item, index, report));
  const broken = problems.some((problem) => problem.severity === "error");
  return { triggers: broken ? [] : (triggers as Trigger[]), problems };
}

function readTrigger(item: unknown, index: number, report: Report): Trigger | null {
  const path = pointer("triggers", index);
  if (!isObject(item) || Object.keys(item).length === 0) {
    report({
      code: "INVALID_TRIGGER",
      path,
      message: "A trigger has to be an object with an event type, a condition, or both.",
      hint:
        typeof item === "string"
          ? 'Write { "condition": "{{ payload.total > 1000 }}" } for a condition, { "eventType": "order.created" } for a type.'
          : 'Write { "eventType": "order.created", "condition": { … } }; { "eventType": "*" } takes every event.',
    });
    return null;
  }
  if (!Object.keys(item).some((key) => ALL_FIELDS.has(key))) return conditionAlone(item, index, path, report);
  const kind = item["kind"] ?? "event";
  const description = typeof kind === "string" ? triggerDescription(kind) : undefined;
  if (description === undefined) {
    report({
      code: "INVALID_TRIGGER",
      path: path + pointer("kind"),
      message: `There is no trigger of the kind ${JSON.stringify(kind).slice(0, 80)}.`,
      hint: `Write one of: ${triggerDescriptions.map((known) => known.kind).join(", ")}. Without a kind it is an event trigger.`,
    });
    return null;
  }
  field(item, "id", "string", path, report, { most: MAX_ID_LENGTH, nullable: true });
  field(item, "eventType", "string", path, report, { most: MAX_EVENT_TYPE_LENGTH, nullable: true });
  field(item, "source", "string", path, report, { most: MAX_EVENT_SOURCE_LENGTH, nullable: true });
  field(item, "config", "object", path, report, { nullable: true });
  field(item, "when", "object", path, report, { nullable: true });
  const fields = fieldsOf(description);
  for (const key of Object.keys(item)) {
    if (fields.includes(key)) continue;
    report({
      code: "UNKNOWN_FIELD",
      severity: "warning",
      path: path + pointer(key),
      message: `A trigger has no field "${key}": it is ignored.`,
      hint: `Use ${fields.join(", ")}.`,
    });
  }
  // Null is what forms write for "nothing here". An event trigger is kept without its kind, as it always was: so a stored
  // version and a draft that says `kind: "event"` are the same.
  const { kind: _, id, eventType, source, config, condition, when, ...rest } = item;
  return {
    ...rest,
    ...(kind !== "event" && { kind }),
    id: id ?? `trigger${index}`,
    ...(eventType == null ? {} : { eventType }),
    ...(source == null ? {} : { source }),
    ...(description.config !== undefined ? { config: config ?? {} } : config === undefined ? {} : { config }),
    ...(condition == null ? {} : { condition }),
    ...(when == null ? {} : { when }),
  } as unknown as Trigger;
}

/** Whether the object is a JSONLogic rule itself, with one operator. Some callers send it instead of a trigger. */
function conditionAlone(item: Fields, index: number, path: string, report: Report): Trigger | null {
  if (Object.keys(item).length === 1) return { id: `trigger${index}`, condition: item } as unknown as Trigger;
  report({
    code: "INVALID_TRIGGER",
    path,
    message: `This is neither a trigger nor a JSONLogic condition: it has the keys ${Object.keys(item).slice(0, 5).join(", ")}.`,
    hint: 'A condition has one operator, as in {"==": [{"var": "a"}, 1]}; a trigger has id, eventType, condition.',
  });
  return null;
}
