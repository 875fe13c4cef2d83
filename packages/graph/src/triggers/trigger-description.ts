import type { JsonObject, JsonSchema } from "../definition/json.ts";
import type { SentencePattern } from "../definition/sentence-pattern.ts";
import type { Problem } from "../definition/problem.ts";
import type { Trigger } from "../definition/trigger.ts";

/** Which events a trigger takes, before its condition is asked. */
export interface Listening {
  /** A pattern of event types, as `parseTypePattern` reads it, or several. Absent: every type. */
  readonly eventType?: string | readonly string[] | undefined;
  /** The `source` that an event must have. Absent: every source that is not reserved. */
  readonly source?: string | undefined;
}

/**
 * Everything about a kind of trigger that needs neither a clock nor a database. The validator, the matching of events, forms,
 * sentences and the docs read it. What the kind does when it is published, and how it comes to its events, is its running half in
 * `packages/triggers`.
 */
export interface TriggerDescription {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of `config`. Absent: the kind has no `config`, and `fields` are its own. */
  readonly config?: JsonSchema;
  /** Fields of the trigger itself, beside `kind`, `id` and `condition`. */
  readonly fields?: readonly string[];
  /** A `config` with which the kind works, for docs, forms and tests. */
  readonly example?: JsonObject;
  /** Null: no event matches it, because it is started in another way. The trigger has an id. */
  listensTo(trigger: Trigger & { readonly id: string }, workflowId: string): Listening | null;
  /**
   * Where it is reached, if its configuration chooses that: `/hooks/…/orders`. Two triggers of a workflow cannot have the same address,
   * because nobody could say which of them has taken a request. The `config` fits its schema.
   */
  address?(trigger: Trigger): string | undefined;
  /** What a schema cannot say. Paths are JSON Pointers into the trigger. The `config` fits its schema. */
  check?(trigger: Trigger): Iterable<Problem>;
  /** Ends the sentence "Starts …", such as "when an event order.created arrives", without a full stop. The `config` fits its schema. */
  sentence(trigger: Trigger): string;
  /** How it is said and read after "when", with fields of `config`, or of the trigger itself for a kind without one: `{eventType} arrives`. */
  readonly patterns?: readonly SentencePattern[];
}
