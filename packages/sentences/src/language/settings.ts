import { parseSentencePattern } from "@tempograph/graph";
import type { Field } from "./field.ts";
import type { Pattern } from "./phrasebook.ts";

/** A setting of a node that has words. Others follow as JSON. */
export interface SettingWording {
  /** Where it is in the settings. */
  readonly path: readonly string[];
  readonly pattern: Pattern;
  readonly field: Field;
}

const choice = (name: string, ...options: readonly string[]): Field => ({ type: "choice", options, name });

const row = (path: string, pattern: string, field: Field): SettingWording => ({
  path: path.split("."),
  pattern: parseSentencePattern(pattern),
  field: { name: path, ...field },
});

/** The settings of nodes with words, in the order in which they are said. */
export const NODE_SETTINGS: readonly SettingWording[] = [
  row("join", "after {value} of its paths", choice("join", "all", "any")),
  row("retry.maximumAttempts", "trying at most {value} times", { type: "number" }),
  row("timeout.startToClose", "with at most {value} an attempt", { type: "duration" }),
  row("timeout.scheduleToClose", "with at most {value} altogether", { type: "duration" }),
  row("onError", "on failure {value}", choice("onError", "fail", "continue", "pause")),
  row("durability", "in the lane {value}", choice("durability", "step", "burst")),
  row("taskQueue", "on the task queue {value}", { type: "text" }),
  row("compensate", "compensated by {value}", { type: "name" }),
];
