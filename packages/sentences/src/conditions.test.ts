import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph, Json } from "@tempograph/graph";
import { parseSentences, sentencesOf, setSlot, textOf } from "./index.ts";
import type { Phrase, Piece, Slot } from "./model/sentences.ts";
import { catalogue } from "./test-kit/catalogue.ts";

const NAMES = ["a", "lead.score", "it", "field", "not", "true", "items.0.price", "", "two words", "a..b", "is", "and"];

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1.5,
    "text",
    "LinkedIn",
    "more",
    "{{ payload.a }}",
    'quote"\\',
    [],
    [1, "a"],
    {},
  ),
  fc.constantFrom(...NAMES).map((name) => ({ var: name })),
  fc.constantFrom<Json>({ var: ["a", 1] }, { a: 1, b: 2 }, { unknown: [1] }, { "+": [{ var: "a" }, 1] }),
);

const OPERATORS = ["==", "===", "!=", "!==", ">", ">=", "<", "<=", "in", "and", "or", "!", "!!", "some", "cat"];

/** Conditions in JSONLogic, right and wrong ones. */
const condition: fc.Arbitrary<Json> = fc.letrec<{ rule: Json }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom(...OPERATORS), fc.array(tie("rule"), { maxLength: 4 }))
      .map(([name, args]) => ({ [name]: args })),
    tie("rule").map((rule) => ({ "!": rule })),
  ),
})).rule;

function sourceOf(rule: Json): { readonly graph: Graph; readonly triggers: readonly [{ condition: Json }] } {
  const nodes: Graph["nodes"] = [
    { id: "start", type: "start", data: {} },
    { id: "branch", type: "branch", data: { cases: [{ condition: rule }, { else: true }] } },
    { id: "wait_for_event", type: "wait_for_event", data: { eventType: "a.b", match: rule, timeout: "1h" } },
  ];
  const edges = [
    { id: "e1", source: "start", target: "branch" },
    { id: "e2", source: "branch", sourceHandle: "case0", target: "wait_for_event" },
    { id: "e3", source: "branch", sourceHandle: "else", target: "wait_for_event" },
  ];
  return { graph: { nodes, edges }, triggers: [{ condition: rule }] };
}

const numRuns = Number(process.env["FC_RUNS"] ?? 150);

test("any condition comes back from its text, to the letter", () => {
  fc.assert(
    fc.property(condition, (rule) => {
      const { graph, triggers } = sourceOf(rule);
      const text = textOf(sentencesOf(graph, triggers, catalogue));
      const again = parseSentences(text, catalogue);
      expect(again.problems, text).toEqual([]);
      expect(again.triggers, text).toEqual(triggers);
      expect(
        again.graph.nodes.map(({ data }) => data),
        text,
      ).toEqual(graph.nodes.map(({ data }) => data));
    }),
    { numRuns },
  );
});

test("each slot holds the value at its place, and setting it to the same value changes nothing", () => {
  fc.assert(
    fc.property(condition, (rule) => {
      const source = sourceOf(rule);
      const { triggers, steps } = sentencesOf(source.graph, source.triggers, catalogue);
      for (const slot of [...triggers, ...steps].flatMap(slotsOf))
        expect(setSlot(source, slot, slot.value)).toEqual(source);
    }),
    { numRuns },
  );
});

function slotsOf({ pieces, block = [] }: Phrase): readonly Slot[] {
  const inside = (list: readonly Piece[]): Slot[] =>
    list.flatMap((piece) => (piece.kind === "slot" ? [piece, ...inside(piece.pieces ?? [])] : []));
  return [...inside(pieces), ...block.flatMap(slotsOf)];
}
