import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Trigger } from "../definition/trigger.ts";
import { problems, start } from "../validate/test-kit.ts";
import { scheduleWords } from "./schedule-words.ts";

const PAGE = new URL("../../../../docs/guide/schedules.md", import.meta.url);
const examples = [...readFileSync(PAGE, "utf8").matchAll(/```json\n([^`]+)```\n\n> (.+)\n/g)].map(
  ([, json, words]) => ({ trigger: JSON.parse(json!) as Trigger, words: words! }),
);

test.each(examples)("the page's example is valid, and says in words: $words", ({ trigger, words }) => {
  expect(problems([start], [], { triggers: [trigger] })).toEqual([]);
  expect(scheduleWords(trigger.config as object)).toBe(words);
});

test("overlap and a policy about what is open cannot be used together", () => {
  const trigger: Trigger = { kind: "schedule", config: { every: "5m", overlap: "skip" } };
  const found = problems([start], [], { triggers: [trigger], settings: { start: { concurrency: { limit: 2 } } } });
  expect(found.map(({ path }) => path)).toEqual(["/triggers/0/config/overlap"]);
});

test("the page has examples", () => {
  expect(examples).toHaveLength(6);
});
