import { canonicalJson } from "../definition/canonical-json.ts";
import { DurationError, parseDuration } from "../definition/duration.ts";
import type { Duration } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { utf8Size } from "../definition/json-size.ts";
import {
  MAX_STATE_KEY_LENGTH,
  MAX_STATE_MEMBER_BYTES,
  MAX_STATE_MEMBERS,
  MAX_STATE_VALUE_BYTES,
} from "../definition/limits.ts";
import { checkJsonValue } from "../definition/parse-json-value.ts";
import { StateError } from "./state-error.ts";

/** Refuses a key that is empty, too long, or holds characters that cannot be stored. */
export function checkStateKey(key: string): void {
  checkStorable("/key", key);
  if (key !== "" && key.length <= MAX_STATE_KEY_LENGTH) return;
  throw new StateError(
    "INPUT_INVALID",
    `/key: A key has 1 to ${MAX_STATE_KEY_LENGTH} characters; this one has ${key.length}.`,
    "Choose a short key, such as `orders:{{ payload.customer }}`.",
  );
}

/** Refuses a value that cannot be stored, or is too large. */
export function checkStateValue(value: Json): void {
  checkStorable("/value", value);
  const bytes = stateBytes(value);
  if (bytes <= MAX_STATE_VALUE_BYTES) return;
  throw new StateError(
    "STATE_VALUE_TOO_LARGE",
    `The value has ${bytes} bytes of JSON; an entry may have ${MAX_STATE_VALUE_BYTES}.`,
    "Keep what later executions need, or store the data elsewhere and keep a reference to it.",
    { bytes, limit: MAX_STATE_VALUE_BYTES },
  );
}

/** A member of a set as the text that is stored: its JSON. */
export function stateMember(value: Json): string {
  checkStorable("/value", value);
  const member = canonicalJson(value);
  const bytes = utf8Size(member);
  if (bytes <= MAX_STATE_MEMBER_BYTES) return member;
  throw new StateError(
    "STATE_VALUE_TOO_LARGE",
    `The member has ${bytes} bytes of JSON; a member of a set may have ${MAX_STATE_MEMBER_BYTES}.`,
    "Add an id or a hash of the value instead of the value.",
    { bytes, limit: MAX_STATE_MEMBER_BYTES },
  );
}

/** The time to live in milliseconds. Null: the entry stays. */
export function stateTtl(ttl: Duration | null | undefined): number | null {
  if (ttl === undefined || ttl === null) return null;
  try {
    const ms = parseDuration(ttl);
    if (ms > 0) return ms;
    throw new DurationError("A time to live of 0 would keep nothing");
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    throw new StateError("INPUT_INVALID", `/ttl: ${error.message}.`, error.hint);
  }
}

/** How many items `only_new` remembers. */
export function stateKeep(keep: number | undefined): number {
  if (keep === undefined) return MAX_STATE_MEMBERS;
  if (Number.isInteger(keep) && keep >= 1 && keep <= MAX_STATE_MEMBERS) return keep;
  throw new StateError(
    "INPUT_INVALID",
    `/keep: ${keep} items cannot be remembered.`,
    `Write a whole number from 1 to ${MAX_STATE_MEMBERS}.`,
  );
}

/** Bytes of a value's JSON. */
export function stateBytes(value: Json): number {
  return utf8Size(JSON.stringify(value));
}

function checkStorable(at: string, value: Json): void {
  const [problem] = checkJsonValue(value);
  if (problem === undefined) return;
  throw new StateError("INPUT_INVALID", `${at}${problem.path}: ${problem.message}`, problem.hint ?? "Correct it.");
}
