import type { Json } from "@tempograph/graph";
import { REDACTED } from "./redacted.ts";
import { secretForms, SHORTEST_SECRET } from "./secret-forms.ts";
import { unescapedView, type View, wholeText } from "./unescaped-view.ts";

/**
 * Takes secret values out of texts and JSON (I10), wherever they appear: as they are, in base64, base64url or hex (also in the middle of a
 * longer text that was encoded), and with escapes of URLs, forms, JSON or HTML, up to three layers of them.
 *
 * Each text is looked at by itself: a value that is split over two texts, such as two log lines, is not recognised.
 */
export interface SecretScrubber {
  /** How many values it knows. With 0 everything stays as it is. */
  readonly size: number;
  text(text: string): string;
  /** A copy without the values, also in the names of fields. The same object if there was none of them in it. */
  json(value: Json): Json;
  /**
   * Takes out this value too from now on. Values shorter than 4 characters are left in, because they would be found everywhere.
   *
   * @throws RangeError at more than 1,000 values
   */
  add(value: string): void;
}

const MOST_VALUES = 1_000;
const MOST_LAYERS = 3;
/** Longer forms are found by their beginning, so that the pattern stays small. */
const LONGEST_ANCHOR = 32;
/** A text that was cut short can end with the beginning of a value. So many characters of it are taken for one. */
const SHORTEST_BEGINNING = 8;
const ANCHORS_PER_PATTERN = 500;
/** How many characters of forms may be compared with a text, for each character of the text. */
const COMPARED_PER_CHARACTER = 64;

/** Each text costs time in proportion to its length, whatever the values are. */
export function createSecretScrubber(values: Iterable<string> = []): SecretScrubber {
  const known = new Set<string>();
  let forms: FormFinder | undefined;
  const add = (value: string): void => {
    if (known.has(value)) return;
    if (known.size === MOST_VALUES) throw new RangeError(`At most ${MOST_VALUES} secret values can be registered.`);
    known.add(value);
    forms = undefined;
  };
  for (const value of values) add(value);

  const text = (original: string): string => {
    if (known.size === 0 || original === "") return original;
    forms ??= formFinder(known);
    return without(original, forms);
  };
  /** A number is only compared as a whole: part of it may be the same by chance. */
  const isKnown = (value: number): boolean => String(value).length >= SHORTEST_SECRET && known.has(String(value));
  const json = (value: Json): Json => {
    if (known.size === 0) return value;
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return isKnown(value) ? REDACTED : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map(json);
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    const entries = Object.entries(value);
    const fields = entries.map(([name, each]) => [text(name), json(each)] as const);
    if (fields.every(([name, each], index) => name === entries[index]![0] && each === entries[index]![1])) return value;
    return distinct(fields);
  };
  return {
    get size() {
      return known.size;
    },
    text,
    json,
    add,
  };
}

interface FormFinder {
  readonly patterns: readonly RegExp[];
  /** The forms by their first SHORTEST_BEGINNING characters, and by their first LONGEST_ANCHOR. */
  readonly byBeginning: ReadonlyMap<string, readonly string[]>;
  readonly byAnchor: ReadonlyMap<string, readonly string[]>;
}

function formFinder(values: Iterable<string>): FormFinder {
  const forms = [...values].flatMap(secretForms);
  const byBeginning = grouped(forms, SHORTEST_BEGINNING);
  const byAnchor = grouped(forms, LONGEST_ANCHOR);
  // The longest first, because the first alternative that fits is the match. The engine tries each of them at each place for at most
  // LONGEST_ANCHOR characters: there is nothing to repeat, so the time stays linear.
  const anchors = [...byAnchor.keys()].toSorted((a, b) => b.length - a.length);
  const patterns: RegExp[] = [];
  for (let at = 0; at < anchors.length; at += ANCHORS_PER_PATTERN) {
    const some = anchors
      .slice(at, at + ANCHORS_PER_PATTERN)
      .map((anchor) => anchor.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    patterns.push(new RegExp(some.join("|"), "g"));
  }
  return { patterns, byBeginning, byAnchor };
}

function grouped(forms: readonly string[], length: number): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const form of forms) {
    const key = form.slice(0, length);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [form]);
    else group.push(form);
  }
  return groups;
}

type Stretch = readonly [start: number, end: number];

function without(original: string, finder: FormFinder): string {
  const stretches: Stretch[] = [];
  let view: View | undefined = wholeText(original);
  for (let layer = 0; view !== undefined && layer <= MOST_LAYERS; layer += 1) {
    for (const pattern of finder.patterns) {
      // Only forms that repeat themselves hundreds of times over get there.
      if (!find(view, pattern, finder.byAnchor, stretches)) return REDACTED;
    }
    findCut(view, finder.byBeginning, stretches);
    view = unescapedView(view);
  }
  if (stretches.length === 0) return original;
  stretches.sort(([a], [b]) => a - b);
  let safe = "";
  let at = 0;
  for (const [start, end] of stretches) {
    if (start >= at) safe += original.slice(at, start) + (start === at && at > 0 ? "" : REDACTED);
    at = Math.max(at, end);
  }
  return safe + original.slice(at);
}

/** Adds where in the original there is a form. False if that would take too long. */
function find(view: View, pattern: RegExp, byAnchor: FormFinder["byAnchor"], stretches: Stretch[]): boolean {
  const { text } = view;
  let budget = (text.length + LONGEST_ANCHOR) * COMPARED_PER_CHARACTER;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [anchor] = match;
    let end = match.index + anchor.length;
    for (const form of byAnchor.get(anchor)!) {
      // A text that was cut short still contains the beginning of the value, and that is taken out.
      const common = commonLength(text, match.index, form);
      budget -= common;
      end = Math.max(end, match.index + common);
    }
    if (budget < 0) return false;
    stretches.push(view.origin(match.index, end));
    // Another value may begin within this one.
    pattern.lastIndex = match.index + 1;
  }
  return true;
}

/** Adds the beginning of a form with which the text ends, because it was cut. Longer beginnings contain the form's anchor. */
function findCut(view: View, byBeginning: FormFinder["byBeginning"], stretches: Stretch[]): void {
  const text = view.text.slice(-2 * LONGEST_ANCHOR).replace(/(?:…|\.\.\.)$/, "");
  const offset = Math.max(0, view.text.length - 2 * LONGEST_ANCHOR);
  for (let start = Math.max(0, text.length - LONGEST_ANCHOR); start <= text.length - SHORTEST_BEGINNING; start += 1) {
    const forms = byBeginning.get(text.slice(start, start + SHORTEST_BEGINNING));
    if (forms?.some((form) => form.startsWith(text.slice(start))) !== true) continue;
    stretches.push(view.origin(offset + start, offset + text.length));
    return;
  }
}

function commonLength(text: string, start: number, form: string): number {
  const most = Math.min(form.length, text.length - start);
  let length = 0;
  while (length < most && text.charCodeAt(start + length) === form.charCodeAt(length)) length += 1;
  return length;
}

/** The fields as an object. Names that became the same are numbered. */
function distinct(fields: readonly (readonly [string, Json])[]): Json {
  const taken = new Map<string, Json>();
  for (const [name, value] of fields) {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
    taken.set(free, value);
  }
  return Object.fromEntries(taken);
}
