import { isObject, type Json, type JsonObject, type NodeSettings } from "@tempograph/graph";
import type { Phrasebook, TypeWording } from "../language/phrasebook.ts";
import { NODE_SETTINGS } from "../language/settings.ts";
import { plainField } from "../language/field.ts";
import { readPattern } from "./read-pattern.ts";
import { readPairs, readValue } from "./read-value.ts";
import type { Read, Reading } from "./reading.ts";

/** A node as a sentence gives it. */
export interface ReadNode {
  readonly type: string;
  readonly data: JsonObject;
  readonly label?: string;
  readonly settings?: NodeSettings;
  readonly id?: string;
  /** The container of a node that stands apart from it. */
  readonly parentId?: string;
}

/** A node: what its type says of it, then the fields, settings and names that any node can have. */
export function readStep(phrasebook: Phrasebook, reading: Reading, from: number): Read<ReadNode> | null {
  const named = readNamedType(phrasebook, reading, from);
  if (named !== null) return named;
  const token = reading.at(from);
  const sayings = token.kind === "gap" ? phrasebook.all() : phrasebook.sayings(token.text);
  for (const { wording, pattern } of sayings) {
    for (const filled of readPattern(reading, from, pattern, (name) => wording.field(name))) {
      const rest = readRest(reading, filled.at, wording, Object.fromEntries(filled.fields));
      if (isStatementEnd(reading, rest.at)) return rest;
    }
  }
  if (token.kind !== "gap") for (const { pattern } of phrasebook.all()) wantFirst(reading, from, pattern);
  return null;
}

/** What could have stood instead, for the hint. */
function wantFirst(reading: Reading, at: number, [first]: TypeWording["patterns"][number]): void {
  if (first?.kind === "words") reading.want(at, { kind: "words", words: first.words.join(" ") });
}

/** `do slugify with text "…"`: any type, with its data as it is. */
function readNamedType(phrasebook: Phrasebook, reading: Reading, from: number): Read<ReadNode> | null {
  const at = reading.words(from, ["do"]);
  const name = at === null ? undefined : reading.at(at);
  if (at === null || (name?.kind !== "word" && name?.kind !== "string")) return null;
  const type = name.kind === "word" ? name.text : (name.value as string);
  const rest = readRest(reading, at + 1, phrasebook.wordingOf(type), {});
  return isStatementEnd(reading, rest.at) ? rest : null;
}

function readRest(reading: Reading, from: number, wording: TypeWording, given: JsonObject): Read<ReadNode> {
  let { data, at } = readFields(reading, from, wording, given);
  const suffixes = readSuffixes(reading, at);
  at = suffixes.at;
  return { value: { type: wording.type, data, ...suffixes.value }, at };
}

function readFields(reading: Reading, from: number, wording: TypeWording, given: JsonObject) {
  const behind = reading.words(from, ["with"]);
  const pairs = behind === null ? null : readPairs(reading, behind, [], (name) => plainField(wording.field(name)));
  if (pairs === null) return { data: given, at: from };
  return { data: Object.fromEntries([...Object.entries(given), ...pairs.value]) as JsonObject, at: pairs.at };
}

/** What any node can have: a title, settings, a name. */
export function readSuffixes(reading: Reading, from: number): Read<Omit<ReadNode, "type" | "data">> {
  let value: Omit<ReadNode, "type" | "data"> = {};
  let at = from;
  for (;;) {
    const next = readSuffix(reading, at, value);
    if (next === null) return { value, at };
    ({ value, at } = next);
  }
}

function readSuffix(
  reading: Reading,
  at: number,
  before: Omit<ReadNode, "type" | "data">,
): Read<Omit<ReadNode, "type" | "data">> | null {
  for (const [word, key] of [
    ["titled", "label"],
    ["as", "id"],
    ["inside", "parentId"],
  ] as const) {
    const behind = reading.words(at, [word]);
    const name = behind === null ? undefined : reading.at(behind);
    if (behind === null || (name?.kind !== "word" && name?.kind !== "string")) continue;
    const text = name.kind === "word" ? name.text : (name.value as string);
    return { value: { ...before, [key]: text }, at: behind + 1 };
  }
  for (const { path, pattern, field } of NODE_SETTINGS) {
    for (const { at: behind, fields } of readPattern(reading, at, pattern, () => field)) {
      const settings = withValue(before.settings ?? {}, path, fields.get("value")!);
      return { value: { ...before, settings }, at: behind };
    }
  }
  const behind = reading.words(at, ["settings"]);
  const rest =
    behind === null
      ? undefined
      : (readValue(reading, behind, { type: "json" }, true).next().value as Read<Json> | undefined);
  if (rest === undefined || !isObject(rest.value)) return null;
  return { value: { ...before, settings: merged(rest.value, (before.settings ?? {}) as JsonObject) }, at: rest.at };
}

function withValue(settings: object, [key, ...rest]: readonly string[], value: Json): NodeSettings {
  const own = settings as JsonObject;
  const inside = own[key!];
  return {
    ...own,
    [key!]: rest.length === 0 ? value : withValue(isObject(inside) ? inside : {}, rest, value),
  } as NodeSettings;
}

/** What is said in words stands beside what is said as JSON. */
function merged(json: JsonObject, said: JsonObject): NodeSettings {
  const entries = Object.entries(said).map(([key, value]) => {
    const other = json[key];
    return [key, isObject(value) && isObject(other) ? { ...other, ...value } : value] as const;
  });
  return { ...json, ...Object.fromEntries(entries) } as NodeSettings;
}

/** Whether a sentence can end here. */
export function isStatementEnd(reading: Reading, at: number): boolean {
  const { kind, text } = reading.at(at);
  if (kind === "word")
    return text.toLowerCase() === "then" || (text.toLowerCase() === "and" && isThen(reading, at + 1));
  return (
    ["newline", "indent", "dedent", "end"].includes(kind) || (kind === "sign" && [",", ";", ":", "."].includes(text))
  );
}

function isThen(reading: Reading, at: number): boolean {
  const { kind, text } = reading.at(at);
  return kind === "word" && text.toLowerCase() === "then";
}
