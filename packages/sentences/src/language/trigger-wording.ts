import { parseSentencePattern, triggerDescriptions, type TriggerDescription } from "@tempograph/graph";
import { fieldOf, type Field } from "./field.ts";
import type { Pattern } from "./phrasebook.ts";

/** How triggers of a kind are said behind "when". */
export interface TriggerWording {
  readonly description: TriggerDescription;
  readonly patterns: readonly Pattern[];
  /** The fields are those of the trigger itself, not of its `config`. */
  readonly isPlain: boolean;
  field(name: string): Field;
}

export const TRIGGER_WORDINGS: readonly TriggerWording[] = triggerDescriptions.map((description) => ({
  description,
  patterns: (description.patterns ?? []).map(parseSentencePattern),
  isPlain: description.config === undefined,
  field: (name) => (description.config === undefined ? { type: "text", name } : fieldOf(description.config, name)),
}));
