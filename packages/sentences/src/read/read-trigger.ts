import type { Json, JsonObject, Trigger } from "@tempograph/graph";
import { TRIGGER_WORDINGS, type TriggerWording } from "../language/trigger-wording.ts";
import { readCondition } from "./read-condition.ts";
import { plainField } from "../language/field.ts";
import { readPattern } from "./read-pattern.ts";
import { readPairs, readValue } from "./read-value.ts";
import type { Read, Reading } from "./reading.ts";

/** What starts a workflow, behind "when": its kind and fields, a condition, further conditions as JSON, a name. */
export function readTrigger(reading: Reading, from: number): Read<Trigger> | null {
  return readByJson(reading, from) ?? readByPattern(reading, from);
}

/** `the trigger {…} fires`: any trigger as it is. */
function readByJson(reading: Reading, from: number): Read<Trigger> | null {
  const behind = reading.words(from, ["the", "trigger"]);
  const given = behind === null ? undefined : reading.at(behind);
  const end = given?.kind === "json" ? reading.words(behind! + 1, ["fires"]) : null;
  return end === null ? null : { value: given!.value as unknown as Trigger, at: end };
}

function readByPattern(reading: Reading, from: number): Read<Trigger> | null {
  for (const wording of [...TRIGGER_WORDINGS].sort(byFirstWord)) {
    for (const pattern of wording.patterns) {
      for (const { at, fields } of readPattern(reading, from, pattern, (name) => wording.field(name))) {
        const trigger = readRest(reading, at, wording, Object.fromEntries(fields));
        if (isTriggerEnd(reading, trigger.at)) return trigger;
      }
    }
  }
  return readTypeOnly(reading, from);
}

/** "when order.placed …": a word alone is the type of an event. */
function readTypeOnly(reading: Reading, from: number): Read<Trigger> | null {
  const { kind, text, value } = reading.at(from);
  if (kind !== "word" && kind !== "string") return null;
  const wording = TRIGGER_WORDINGS.find(({ isPlain }) => isPlain)!;
  const trigger = readRest(reading, from + 1, wording, { eventType: kind === "word" ? text : value! });
  return isTriggerEnd(reading, trigger.at) ? trigger : null;
}

/** A sentence that begins with a word of its own is meant before one that begins with any event type. */
function byFirstWord(a: TriggerWording, b: TriggerWording): number {
  const isOpen = ({ patterns }: TriggerWording) => Number(patterns[0]?.[0]?.kind === "field");
  return isOpen(a) - isOpen(b);
}

function readRest(reading: Reading, from: number, wording: TriggerWording, given: JsonObject): Read<Trigger> {
  let at = from;
  let fields = given;
  let behind = reading.words(at, ["with"]);
  const pairs = behind === null ? null : readPairs(reading, behind, [], (name) => plainField(wording.field(name)));
  if (pairs !== null) {
    fields = Object.fromEntries([...Object.entries(given), ...pairs.value]) as JsonObject;
    ({ at } = pairs);
  }
  const { kind } = wording.description;
  let trigger: JsonObject = wording.isPlain ? fields : { kind, config: fields };
  behind = reading.words(at, ["and"]) ?? reading.words(at, ["if"]);
  const condition = behind === null ? null : readCondition(reading, behind);
  if (condition !== null) {
    trigger = { ...trigger, condition: condition.value };
    ({ at } = condition);
  }
  behind = reading.words(at, ["provided"]);
  const when = behind === null ? undefined : first(readValue(reading, behind, { type: "json" }, true));
  if (when !== undefined) {
    trigger = { ...trigger, when: when.value };
    ({ at } = when);
  }
  behind = reading.words(at, ["as"]);
  const name = behind === null ? undefined : reading.at(behind);
  if (behind !== null && (name?.kind === "word" || name?.kind === "string")) {
    trigger = { id: name.kind === "word" ? name.text : name.value!, ...trigger };
    at = behind + 1;
  }
  return { value: trigger as unknown as Trigger, at };
}

function first(values: Generator<Read<Json>>): Read<Json> | undefined {
  const { value, done } = values.next();
  return done === true ? undefined : value;
}

function isTriggerEnd(reading: Reading, at: number): boolean {
  const { kind, text } = reading.at(at);
  if (kind === "word") {
    reading.want(at, { kind: "words", words: "then" });
    return text.toLowerCase() === "then";
  }
  reading.want(at, { kind: "words", words: ":" });
  return ["newline", "indent", "dedent", "end"].includes(kind) || (kind === "sign" && [":", ",", "."].includes(text));
}
