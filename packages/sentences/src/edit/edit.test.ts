import { expect, test } from "vitest";
import type { Graph, GraphNode, Json, Trigger, Draft } from "@tempograph/graph";
import { parseSentences } from "../read/parse-sentences.ts";
import { sentencesOf } from "../model/sentences-of.ts";
import { textOf } from "../model/text-of.ts";
import type { Phrase, Piece, Slot } from "../model/sentences.ts";
import { catalogue } from "../test-kit/catalogue.ts";
import { keepLayout } from "./keep-layout.ts";
import { setSlot } from "./set-slot.ts";

const source: Draft = {
  graph: {
    nodes: [
      { id: "start", type: "start", data: {}, position: { x: 0, y: 0 } } as GraphNode,
      { id: "frame", type: "group", data: {}, position: { x: 9, y: 9 } } as GraphNode,
      {
        id: "tell",
        type: "send_notification",
        data: { toRole: "AE", message: "New" },
        parentId: "frame",
        position: { x: 1, y: 2 },
      } as GraphNode,
      { id: "rest", type: "delay", data: { ms: 1000 } },
    ],
    edges: [
      { id: "e1", source: "start", target: "tell", animated: true } as Graph["edges"][number],
      { id: "e2", source: "tell", target: "rest", sourceHandle: null },
    ],
    viewport: { zoom: 2 },
  } as Graph,
  triggers: [
    {
      id: "trigger0",
      eventType: "lead.created",
      condition: { and: [{ ">": [{ var: "score" }, 80] }, { in: ["a", { var: "tags" }] }] },
    },
  ],
};

const textIn = ({ graph, triggers }: Draft) => textOf(sentencesOf(graph, triggers, catalogue));

function slotsOf({ graph, triggers }: Draft): readonly Slot[] {
  const ofPieces = (pieces: readonly Piece[]): Slot[] =>
    pieces.flatMap((piece) => (piece.kind === "slot" ? [piece, ...ofPieces(piece.pieces ?? [])] : []));
  const ofPhrases = (phrases: readonly Phrase[]): Slot[] =>
    phrases.flatMap(({ pieces, block = [] }) => [...ofPieces(pieces), ...ofPhrases(block)]);
  const all = sentencesOf(graph, triggers, catalogue);
  return [...ofPhrases(all.triggers), ...ofPhrases(all.settings), ...ofPhrases(all.steps)];
}

const change = (text: string, value: Json) =>
  setSlot(
    source,
    slotsOf(source).find((one) => one.text === text)!,
    value,
  );

test("each slot points to its value in the source", () => {
  expect(slotsOf(source).map(({ path, type, text }) => [path, type, text])).toEqual([
    ["/triggers/0/eventType", "text", "lead.created"],
    ["/triggers/0/condition", "condition", 'score is more than 80 and tags contains "a"'],
    ["/triggers/0/condition/and/0/>/0/var", "field", "score"],
    ["/triggers/0/condition/and/0", "operator", "is more than"],
    ["/triggers/0/condition/and/0/>/1", "number", "80"],
    ["/triggers/0/condition/and/1/in/1/var", "field", "tags"],
    ["/triggers/0/condition/and/1", "operator", "contains"],
    ["/triggers/0/condition/and/1/in/0", "text", '"a"'],
    ["/graph/nodes/2/data/toRole", "text", '"AE"'],
    ["/graph/nodes/2/data/message", "text", '"New"'],
    ["/graph/nodes/3/data/ms", "duration", "1 second"],
  ]);
});

test("a value changes where it stands, and everything else stays the same object", () => {
  const changed = change("80", 60);
  expect(textIn(changed)).toContain("score is more than 60 and");
  expect(changed.graph).toBe(source.graph);
  const waits = change("1 second", "2h");
  expect(waits.graph.nodes[3]!.data).toEqual({ ms: "2h" });
  expect(waits.graph.nodes.slice(0, 3)).toEqual(source.graph.nodes.slice(0, 3));
  expect(waits.graph).toMatchObject({ viewport: { zoom: 2 } });
});

test("an operator changes with its sides in their order", () => {
  expect(textIn(change("is more than", "is at most"))).toContain("score is at most 80");
  expect(textIn(change("contains", "is"))).toContain('tags is "a"');
  expect(textIn(change("is more than", "contains"))).toContain("score contains 80");
  expect(() => change("is more than", "is nearly")).toThrow('"is nearly" is not a comparison');
  expect(() => setSlot(source, { path: "/graph/nodes/99/data", type: "json" }, 1)).toThrow(RangeError);
});

test("a text that was changed keeps what a text cannot say", () => {
  const text = textIn(source).replace("wait 1 second as rest", 'wait 2 seconds as rest\n  log "more"');
  const { graph, triggers, problems } = parseSentences(text, catalogue);
  expect(problems).toEqual([]);
  const kept = keepLayout(source, { graph, triggers });
  expect(kept.graph.nodes.slice(0, 3)).toEqual(source.graph.nodes.slice(0, 3));
  expect(kept.graph.nodes.slice(3)).toEqual([
    { id: "rest", type: "delay", data: { ms: 2000 } },
    { id: "log", type: "log", data: { message: "more" } },
  ]);
  expect(kept.graph.edges.map(({ id }) => id)).toEqual(["e1", "e2", "rest>log"]);
  expect(kept.graph).toMatchObject({ viewport: { zoom: 2 }, edges: [{ animated: true }, {}, {}] });
});

test("an unchanged text changes nothing", () => {
  const { graph, triggers } = parseSentences(textIn(source), catalogue);
  expect(keepLayout(source, { graph, triggers: triggers as Trigger[] })).toEqual(source);
});

test("a step that something reads is named, so that another one before it does not take its name", () => {
  const { graph } = parseSentences('Do:\n  log "a"\n  log "b"\n  log "{{ steps.log2 }}"', catalogue);
  const text = textIn({ graph, triggers: [] });
  expect(text).toBe('Do:\n  log "a"\n  log "b" as log2\n  log "{{ steps.log2 }}"\n');
  const more = parseSentences(text.replace('log "a"', 'log "0"\n  log "a"'), catalogue);
  expect(more.graph.nodes.map(({ id }) => id)).toEqual(["start", "log", "log3", "log2", "log4"]);
});

test("a slot that shows a part of an object leaves the other keys as they are", () => {
  const settings = { durability: "burst", start: { priority: 1, custom: true }, extra: { a: 1 } };
  const source = { graph: { nodes: [], edges: [], settings }, triggers: [] } as unknown as Parameters<
    typeof setSlot
  >[0];
  const slot = { path: "/graph/settings", type: "json", value: { start: { custom: true }, extra: { a: 1 } } } as const;
  expect(setSlot(source, slot, { extra: { b: 2 } }).graph.settings).toEqual({
    durability: "burst",
    start: { priority: 1 },
    extra: { b: 2 },
  });
});
