import { DURATION_FORMAT, limits } from "@tempograph/graph";
import { z } from "zod";
import { anyJson } from "../define/any-json.ts";
import { OUTAGE_RETRY } from "./outage-retry.ts";

// The manifest data of the node types with memory, shared by the worker and local runs.

const scope = z
  .enum(["workflow", "project"])
  .default("workflow")
  .describe("Whose entry it is: the workflow's own, or one that all workflows of the project share.");

const key = z
  .string()
  // For what is checked before anything runs; later `checkStateKey` says it with a hint.
  .meta({ minLength: 1, maxLength: limits.MAX_STATE_KEY_LENGTH })
  .describe(
    `The entry's name, of 1 to ${limits.MAX_STATE_KEY_LENGTH} characters; may hold templates, as in orders:{{ payload.customer }}.`,
  );

const ttl = (since: string) =>
  z
    .union([z.string(), z.number()])
    .meta({ format: DURATION_FORMAT })
    .optional()
    .describe(`The time to live, such as 24h, ${since}. Default: it stays until something removes it.`);

const common = {
  idempotent: true,
  retry: OUTAGE_RETRY,
  timeout: { startToClose: "30s" },
} as const;

export const stateGetSpec = {
  ...common,
  type: "state_get",
  sentence: "recall {key}[ or else {default}]",
  title: "Recall a value",
  description: "Gives what a state entry holds, which this or another execution has written.",
  input: z.object({
    scope,
    key,
    default: anyJson.optional().describe("The value if there is no such entry. Default: null."),
  }),
  output: z.object({
    found: z.boolean().describe("Whether there is such an entry."),
    value: anyJson.describe("Its value. Of a set: up to 1,000 members, the latest first."),
  }),
  example: { key: "cursor", default: 0 },
} as const;

export const stateSetSpec = {
  ...common,
  type: "state_set",
  sentence: "remember {value} under {key}[ for {ttl}]",
  title: "Remember a value",
  description: "Writes a state entry, which later executions can read. Null removes it. Once per step.",
  input: z.object({
    scope,
    key,
    value: anyJson.describe(`Any JSON of up to ${limits.MAX_STATE_VALUE_BYTES / 1024} KiB; null removes the entry.`),
    ttl: ttl("counted from this step"),
  }),
  output: z.object({
    changed: z.boolean().describe("Whether the value is another one than before."),
    previous: anyJson.describe("The value before; null if there was none."),
  }),
  example: { key: "cursor", value: "{{ payload.cursor }}" },
} as const;

export const stateIncrementSpec = {
  ...common,
  type: "state_increment",
  sentence: "count up {key}[ by {by}][ for {ttl}]",
  title: "Count",
  description:
    "Adds to the number in a state entry and gives the sum. An entry that does not exist counts as 0. Once per step.",
  input: z.object({
    scope,
    key,
    by: z.number().default(1).describe("What to add; may be negative."),
    ttl: ttl("counted from the moment when the counter began; it then begins anew"),
  }),
  output: z.object({ value: z.number().describe("The sum.") }),
  example: { key: "orders:{{ payload.customer }}", ttl: "24h" },
} as const;

export const stateAddToSetSpec = {
  ...common,
  type: "state_add_to_set",
  sentence: "add {value} to the set {key}[ for {ttl}]",
  title: "Add to a set",
  description: "Adds a member to the set in a state entry, and says whether it was new. Once per step.",
  input: z.object({
    scope,
    key,
    value: anyJson.describe(`The member: any JSON of up to ${limits.MAX_STATE_MEMBER_BYTES} bytes, such as an id.`),
    ttl: ttl("counted from the moment when the member was added"),
  }),
  output: z.object({
    added: z.boolean().describe("Whether it was not in the set before."),
    size: z.int().describe("How many members the set has."),
  }),
  example: { key: "customers", value: "{{ payload.customer }}", ttl: "30d" },
} as const;

export const onlyNewSpec = {
  ...common,
  type: "only_new",
  sentence: "keep only new items of {items}[ by {by}]",
  title: "Only new items since last time",
  description: "Gives the items of a list that no execution has given here before, and remembers them. Once per step.",
  input: z.object({
    scope,
    key: key.default("only_new").describe("The name under which the items are remembered."),
    items: z.array(z.unknown()).describe("The list."),
    by: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(16)])
      .optional()
      .describe(
        "The field by which items are told apart, such as id or author.id, or several. Default: the whole item.",
      ),
    firstRun: z
      .enum(["all", "none"])
      .default("all")
      .describe("What the first run gives: all items, or none, so that only later ones count as new."),
    keep: z
      .int()
      .default(limits.MAX_STATE_MEMBERS)
      .describe(
        "How many items are remembered; beyond it those are forgotten that have not been in the list for longest.",
      ),
    ttl: ttl("counted from the last time when the item was in the list"),
  }),
  output: z.object({
    items: z.array(anyJson).describe("The new items, in their order."),
    count: z.int().describe("How many they are."),
  }),
  example: { items: [{ id: 1, title: "First" }] as { id: number; title: string }[], by: "id" },
} as const;
