import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryNestedRun } from "@tempograph/graph/conformance/arbitrary-nested";
import { completeSentence } from "../complete/complete-sentence.ts";
import { sentencesOf } from "../model/sentences-of.ts";
import { textOf } from "../model/text-of.ts";
import { catalogue } from "../test-kit/catalogue.ts";
import { meaningOf } from "../test-kit/meaning.ts";
import { parseSentences } from "./parse-sentences.ts";

const WORDS = [
  "when a.b arrives or otherwise if else case on then and stop go at the same time meanwhile apart connect to compensate continue",
  "do log notify wait for each of is more than not holds field with as titled settings inside set try together repeat while",
  'x "text" 3 -1.5 2h hours true null {"a":1} [1] ( ) , ; : . > = != # "broken {',
]
  .join(" ")
  .split(" ");

/** Words of the language in any order, with lines set in at random. */
const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
      fc.constantFrom("\n", "\n  ", "\n    ", "\n\t", ":\n  "),
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(" "));

function readAgain(source: string): void {
  const { graph, triggers, problems } = parseSentences(source, catalogue);
  for (const { from, to, message } of problems) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(source.length);
    expect(message).not.toBe("");
  }
  if (problems.length > 0) return;
  const again = parseSentences(textOf(sentencesOf(graph, triggers, catalogue)), catalogue);
  expect(again.problems).toEqual([]);
  expect(meaningOf(again.graph)).toEqual(meaningOf(graph));
}

const numRuns = Number(process.env["FC_RUNS"] ?? 100);

test("any text is read or refused with places that exist, and what was read without a problem can be said again", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: "grapheme", maxLength: 60 })), (source) => {
      readAgain(source);
    }),
    { numRuns },
  );
});

test("a text with a line left out, doubled or set in otherwise is read or refused", () => {
  fc.assert(
    fc.property(
      arbitraryNestedRun({ maxNodes: 5, maxDepth: 3, maxMs: 60, orderMatters: true }),
      fc.nat(),
      fc.constantFrom("", "$1$2\n$1$2", "  $1$2", "$2"),
      ({ graph }, place, change) => {
        const lines = textOf(sentencesOf(graph, [], catalogue)).split("\n");
        const at = place % lines.length;
        lines[at] = lines[at]!.replace(/^( *)(.*)$/, change);
        readAgain(lines.join("\n"));
      },
    ),
    { numRuns },
  );
});

test("completion answers at any place of any text", () => {
  fc.assert(
    fc.property(text, fc.nat(200), (source, offset) => {
      const at = Math.min(offset, source.length);
      const { from, to } = completeSentence(source, at, { types: catalogue });
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBe(at);
    }),
    { numRuns },
  );
});
