import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { freeze } from "../compile/freeze.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import { parseJsonText } from "../definition/parse-json-text.ts";
import { parseTriggers } from "../triggers/parse-triggers.ts";
import type { Problem } from "../definition/problem.ts";
import { compileTriggers } from "../match/compile-triggers.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../../docs/guide/graph-language.md"), "utf8");
/** A comment before an example may list the problem codes that the example must produce. */
const EXAMPLE = /(?:<!-- problems: ([A-Z_, ]+) -->\s*)?```json\n([^]*?)```/g;

const examples = [...guide.matchAll(EXAMPLE)].map(([, codes, text]) => {
  const line = guide.slice(0, guide.indexOf(text as string)).split("\n").length;
  return { line, codes: codes?.split(",").map((code) => code.trim()) ?? [], text: text as string };
});

test("the guide has its examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(15);
});

test.each(examples)("the example at line $line", ({ codes, text }) => {
  const { value, problems } = parseJsonText(text);
  expect(problems).toEqual([]);
  const found = problemsOf(value);
  expect(found.map(({ code }) => code)).toEqual(codes);
});

/** An example is a graph, a single node (which the test connects to a start node), or a list of triggers. */
function problemsOf(example: unknown): Problem[] {
  const fields = example as { readonly nodes?: unknown; readonly id?: string; readonly type?: string };
  if (fields.nodes !== undefined) return graphProblems(example);
  if (fields.type !== undefined) {
    return graphProblems({
      nodes: [{ id: "start", type: "start" }, example],
      edges: [{ source: "start", target: fields.id }],
    });
  }
  const { triggers, problems } = parseTriggers(example);
  expect(triggers.length).toBeGreaterThan(0);
  compileTriggers(triggers, "wf");
  const { graph } = parseGraph({ nodes: [{ id: "start", type: "start" }] });
  return [...problems, ...validateGraph({ graph: graph!, triggers, types: FIXTURE_TYPES })];
}

function graphProblems(example: unknown): Problem[] {
  const { graph, problems } = parseGraph(example);
  if (graph === null) return problems;
  const found = validateGraph({ graph, types: FIXTURE_TYPES });
  if (!found.some(({ severity }) => severity === "error")) {
    // A graph without errors must also compile.
    compile(freeze({ graph, types: FIXTURE_TYPES, workflow: { id: "wf", name: "guide", version: 1 } }));
  }
  return [...problems, ...found];
}
