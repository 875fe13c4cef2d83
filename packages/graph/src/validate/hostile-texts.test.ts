import { expect, test } from "vitest";
import type { Graph } from "../definition/graph.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import { parseTriggers } from "../triggers/parse-triggers.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

/** Characters of each text. Work that grows with the square of the length exceeds the test's time limit. */
const LENGTH = 100_000;
const BEGINNINGS = ["", "{{ ", '{{ "', "https://", "Bearer "];
const UNITS = ["{", "{{", "}}", "{{}}", "{{ x }}", '"', '\\"', "'", "\\", "(", "[", "a", "a-", "a:", "a.", " ", "\n"];
UNITS.push("/", "//", "?a=", "&", "@", "=", "PRIVATE ", "eyJ", "password ", "1", "1h", "0.", "P1D", "é", "😀", "${");
UNITS.push("$json.", "||", "&&", "steps.a.", "%", "+", "T00:", "#", "-", "|| ", "x ? ", "=> ", ".length", "[-1]", "*");

const hostile = BEGINNINGS.flatMap((beginning) => UNITS.map((unit) => beginning + unit.repeat(LENGTH / unit.length)));

/** One node for each way in which a text is read. */
const places = (text: string): object[] => [
  { id: "start", type: "start", data: { [text]: text } },
  { id: "data", type: "http_call", data: { url: text, body: { nested: [text] } } },
  { id: "condition", type: "branch", data: { cases: [{ condition: text, label: "x" }, { else: true }] } },
  { id: "duration", type: "delay", data: { duration: text } },
  { id: "moment", type: "sleep_until", data: { until: text, timeZone: text } },
  { id: "form", type: "approval", data: { form: { pattern: text, $ref: `#${text}` } } },
  { id: "event", type: "wait_for_event", data: { eventType: text } },
  { id: "set", type: "set", data: { values: { [text]: text, token: text } } },
];

test("validation of a long text takes time in proportion to its length, whatever it holds and wherever it stands", () => {
  for (const text of hostile) {
    const nodes = places(text) as { id: string }[];
    const edges = nodes.slice(1).map(({ id }) => ({ id, source: "start", target: id }));
    const { graph } = parseGraph({ nodes, edges });
    const { triggers } = parseTriggers([{ id: "t", eventType: text, condition: text }]);
    expect(validateGraph({ graph: graph as Graph, triggers, types: FIXTURE_TYPES })).toBeInstanceOf(Array);
  }
}, 60_000);
