import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../definition/canonical-json.ts";
import { utf8Size } from "../definition/json-size.ts";
import type { Json } from "../definition/json.ts";
import { MAX_STATE_MEMBER_BYTES, MAX_STATE_MEMBERS } from "../definition/limits.ts";
import { checkJsonValue } from "../definition/parse-json-value.ts";
import { StateError } from "./state-error.ts";

/**
 * What `only_new` remembers of each item: the fields that `by` names, or the whole item. A member that is too long for a set is
 * stored as its hash.
 *
 *     itemMembers([{ id: 7 }], "id")                    // ["7"]
 *     itemMembers([{ a: { id: 7 }, v: 2 }], ["a.id", "v"]) // ["[7,2]"]
 */
export function itemMembers(items: readonly Json[], by: string | readonly string[] | undefined): readonly string[] {
  if (items.length > MAX_STATE_MEMBERS)
    throw new StateError(
      "STATE_FULL",
      `The list has ${items.length} items; ${MAX_STATE_MEMBERS} can be remembered.`,
      "Split the list, and give each part a key of its own.",
      { limit: MAX_STATE_MEMBERS },
    );
  return items.map((item, index) => {
    const value = by === undefined ? item : valueOf(item, by, index);
    const [problem] = checkJsonValue(value);
    if (problem !== undefined)
      throw new StateError("INPUT_INVALID", `/items/${index}: ${problem.message}`, problem.hint ?? "Correct the item.");
    const text = canonicalJson(value);
    return utf8Size(text) <= MAX_STATE_MEMBER_BYTES ? text : `"sha256:${bytesToHex(sha256(utf8ToBytes(text)))}"`;
  });
}

function valueOf(item: Json, by: string | readonly string[], index: number): Json {
  const values = typeof by === "string" ? [read(item, by)] : by.map((path) => read(item, path));
  if (values.every((value) => value === null))
    throw new StateError(
      "INPUT_INVALID",
      `/items/${index}: The item has no ${typeof by === "string" ? by : by.join(", ")}.`,
      "Name a field in `by` that every item has, or leave `by` out, so that whole items are compared.",
    );
  return typeof by === "string" ? values[0]! : values;
}

function read(item: Json, path: string): Json {
  let value: Json = item;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as { readonly [name: string]: Json })[name]!;
  }
  return value;
}
