import { parseSentencePattern, START_POLICY_PATTERNS } from "@tempograph/graph";
import type { Field } from "./field.ts";
import type { Pattern } from "./phrasebook.ts";

/** How each start policy is said. */
export const POLICIES: readonly { readonly policy: string; readonly pattern: Pattern }[] = Object.entries(
  START_POLICY_PATTERNS,
).map(([policy, pattern]) => ({ policy, pattern: parseSentencePattern(pattern) }));

/** `priority` is a value; the others are objects. */
export const SCALAR_POLICY = "priority";

const FIELDS: { readonly [name: string]: Field } = {
  within: { type: "duration" },
  per: { type: "duration" },
  after: { type: "duration" },
  maxWait: { type: "duration" },
  limit: { type: "number" },
  size: { type: "number" },
  weight: { type: "number" },
  take: { type: "choice", options: ["first", "last"] },
  whenFull: { type: "choice", options: ["queue", "drop", "cancelOldest"] },
  key: { type: "text" },
};

/** How the field of a policy is written. `priority` is a number, or a text with a template. */
export const policyField = (name: string): Field => ({ ...(FIELDS[name] ?? { type: "number" }), name });

/** The lane of every step that does not set its own. */
export const LANE_PATTERN: Pattern = parseSentencePattern("run every step in the lane {durability}");
export const LANE_FIELD: Field = { type: "choice", options: ["step", "burst"], name: "durability" };
