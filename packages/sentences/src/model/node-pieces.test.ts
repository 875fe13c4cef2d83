import { expect, test } from "vitest";
import type { JsonObject, NodeTypeManifest } from "@tempograph/graph";
import { parseSentences } from "../read/parse-sentences.ts";
import { catalogue } from "../test-kit/catalogue.ts";
import { sentencesOf } from "./sentences-of.ts";
import { shortPhrase } from "./short-phrase.ts";
import { textOf } from "./text-of.ts";

const type = (name: string, more: Partial<NodeTypeManifest>): NodeTypeManifest => ({
  ...{ type: name, title: name, description: name, runs: "activity", idempotent: false, ports: ["out"] },
  ...{ input: { type: "object", properties: { text: { type: "string" } } }, pack: { name: "test", version: "1" } },
  ...more,
});

const types = new Map(catalogue);
for (const one of [
  type("shout", { title: "Shout it!", sentence: undefined }),
  type("say_a", { sentence: ["say {text}"] }),
  type("say_b", { sentence: ["say {text}"] }),
  type("newer", { sentence: ["say {text} <<in a way of a later version>>"] }),
  type("ports", { ports: ["won", "lost"], title: "Play" }),
])
  types.set(one.type, one as NodeTypeManifest);

function lineOf(name: string, data: JsonObject): string {
  const graph = { nodes: [{ id: name, type: name, data }], edges: [] };
  const text = textOf(sentencesOf(graph, [], types));
  expect(parseSentences(text, types).graph.nodes).toEqual(graph.nodes);
  return text.split("\n")[2]!.trim();
}

test.each([
  ["a type without a sentence is said by its title", "shout", { text: "a" }, 'shout it with text "a"'],
  ["a sentence", "say_a", { text: "a" }, 'say "a"'],
  ["of two types with one sentence, the second is said by its name", "say_b", { text: "a" }, 'do say_b with text "a"'],
  ["a sentence that this version cannot read", "newer", { text: "a" }, 'do newer with text "a"'],
  ["a type that the catalogue does not have", "unknown", { x: [1] }, "do unknown with x [1]"],
  ["a field with a value of another type", "say_a", { text: 3, more: null }, "say 3 with more null"],
  [
    "names of fields that are no words",
    "say_a",
    { text: "a", "two words": 1, and: 2 },
    'say "a" with "two words" 1 and and 2',
  ],
  [
    "a condition in a field that is said behind with",
    "while",
    { condition: { "==": [{ var: "a" }, 1] } },
    'do while with condition {"==":[{"var":"a"},1]}',
  ],
  ["a duration as a number", "delay", { ms: 5_400_000 }, "wait 90 minutes"],
  ["a duration as a text", "delay", { duration: "1h30m" }, "wait 1h30m"],
  ["a duration as a template", "delay", { duration: "{{ payload.wait }}" }, 'wait "{{ payload.wait }}"'],
  ["milliseconds as a template", "delay", { ms: "{{ payload.wait }}" }, 'wait "{{ payload.wait }}" milliseconds'],
])("%s", (_, name, data, line) => {
  expect(lineOf(name, data as JsonObject)).toBe(line);
});

test("a type that never goes on at out has a line for each of its ports", () => {
  const text = 'Do:\n  play\n  on won:\n    log "1"\n  on lost:\n    go on\n  log "2"\n';
  const { graph, problems } = parseSentences(text, types);
  expect(problems).toEqual([]);
  expect(graph.edges.map(({ id }) => id)).toEqual(["start>ports", "ports:won>log", "log>log2", "ports:lost>log2"]);
  expect(textOf(sentencesOf(graph, [], types))).toBe(text);
});

test.each([
  ["delay", { ms: 12_000 }, "wait 12 seconds"],
  ["say_a", { text: "a", loudness: 3 }, 'say "a"'],
  ["shout", { text: "a" }, undefined],
  ["newer", { text: "a" }, undefined],
])("the short phrase of %s with %j is %s", (name, data, phrase) => {
  expect(shortPhrase({ type: name, data: data as JsonObject }, types.get(name)!)).toBe(phrase);
});
