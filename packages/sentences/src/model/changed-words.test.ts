import fc from "fast-check";
import { expect, test } from "vitest";
import { changedWords } from "./changed-words.ts";

test("a text in quotation marks is one word", () => {
  expect(changedWords('wait 2 hours and log "a b"', 'wait 3 hours and log "a c"')).toEqual([
    { kind: "same", text: "wait" },
    { kind: "removed", text: "2" },
    { kind: "added", text: "3" },
    { kind: "same", text: "hours and log" },
    { kind: "removed", text: '"a b"' },
    { kind: "added", text: '"a c"' },
  ]);
});

test("without the added words it is the older line, without the removed ones the newer", () => {
  const line = fc.array(fc.constantFrom("a", "b", "c", '"a b"'), { maxLength: 12 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(line, line, (before, after) => {
      const words = changedWords(before, after);
      const without = (kind: string) =>
        words
          .filter((one) => one.kind !== kind)
          .map((one) => one.text)
          .join(" ");
      expect(without("added")).toBe(before);
      expect(without("removed")).toBe(after);
      if (before === after) expect(words.every(({ kind }) => kind === "same")).toBe(true);
    }),
    { numRuns: 300 },
  );
});
