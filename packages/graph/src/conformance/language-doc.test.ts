import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { freeze } from "../compile/freeze.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { parseGraph } from "../definition/parse-graph.ts";
import { parseJsonText } from "../definition/parse-json-text.ts";
import { parseTriggers } from "../triggers/parse-triggers.ts";
import type { RunStep } from "../interpret/command.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { compileTriggers } from "../match/compile-triggers.ts";
import { runLocally, type LocalRunOptions, type StepOutcome } from "../simulate/local-runner.ts";
import { FIXTURE_TYPES } from "../validate/fixture-types.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { answerOf, isCallerType, scenarioEvent, scenarios } from "./index.ts";
import { codeWords, examplesOf, provenBy, readDocument } from "./test-kit/documents.ts";
import type { Seed } from "../definition/seed.ts";

const page = readDocument("language.md");
const examples = examplesOf(page);
const names = new Set(scenarios.map(({ name }) => name));

/** Node types that the page uses in addition to the fixtures. Their real manifests are in the node packs. */
const more = ["signal_workflow", "emit_event", "respond", "only_new"].map((type): NodeTypeManifest => ({
  ...FIXTURE_TYPES.get("http_call")!,
  type,
  input: { type: "object" },
  output: { type: "object" },
  idempotent: true,
}));
const types = new Map([...FIXTURE_TYPES, ...more.map((type) => [type.type, type] as const)]);

/** The content of `<!-- run: … -->`: what happens, what activities answer (by path or node id), and the expected result. */
interface ExampleRun extends Pick<LocalRunOptions, "signals" | "operations" | "replies"> {
  readonly payload?: Json;
  readonly seed?: Seed;
  readonly answers?: { readonly [path: string]: Json };
  readonly outcomes?: { readonly [place: string]: Json };
  readonly expect?: {
    readonly status?: string;
    readonly failure?: string;
    readonly output?: Json;
    readonly outputs?: { readonly [path: string]: Json };
    readonly inputs?: { readonly [path: string]: Json };
  };
}

const graphs = examples.filter(({ text }) => text.includes('"nodes"'));

test.each(graphs)("line $line ($heading) is valid and runs as the page says", async ({ text, run: told }) => {
  expect(told, "every graph says how it is run: <!-- run: { … } -->").toBeDefined();
  const run = JSON.parse(told!) as ExampleRun;
  const graph = graphOf(text);
  expect(validateGraph({ graph, types }).filter(({ severity }) => severity === "error")).toEqual([]);
  const program = compile(freeze({ graph, types, workflow: { id: "wf", name: "page", version: 1 } }));
  const { signals, operations, replies, seed } = run;
  const result = await runLocally(program, scenarioEvent(run.payload), {
    runStep: (step) => outcomeOf(run, step),
    ...(signals && { signals }),
    ...(operations && { operations }),
    ...(replies && { replies }),
    ...(seed && { seed }),
  });
  const { status = "completed", failure, output, outputs = {}, inputs = {} } = run.expect ?? {};
  expect({ status: result.status, failure: result.failure?.code }).toEqual({ status, failure });
  expect(result.operationResults.filter(({ ok }) => !ok)).toEqual([]);
  if (output !== undefined) expect(result.output).toEqual(output);
  for (const [path, value] of Object.entries(outputs)) {
    expect(result.trace.find((entry) => entry.path === path && entry.kind === "completed")?.output).toEqual(value);
  }
  for (const [path, value] of Object.entries(inputs)) {
    expect(result.trace.find((entry) => entry.path === path && entry.input !== undefined)?.input).toEqual(value);
  }
});

test.each(examples.filter((example) => !graphs.includes(example)))(
  "line $line ($heading) is a list of valid triggers",
  ({ text }) => {
    const { triggers, problems } = parseTriggers(parseJsonText(text).value);
    expect(problems).toEqual([]);
    expect(triggers.length).toBeGreaterThan(0);
    compileTriggers(triggers, "wf");
  },
);

test("every construct of the machine has a section with an example and the scenarios that prove it", () => {
  const proofs = provenBy(page);
  for (const { type } of coreNodeTypes) {
    expect(proofs.get(type), `### ${type}`).toBeDefined();
    expect(proofs.get(type)!.length, `"Proven by" under ### ${type}`).toBeGreaterThan(0);
    const own = examples.some(({ heading, text }) => heading === type && text.includes(`"type": "${type}"`));
    expect(own || type === "start", `an example under ### ${type}`).toBe(true);
  }
});

test("every graph on the page has a drawing above its JSON", () => {
  const blind = graphs.filter(({ isDrawn }) => !isDrawn);
  expect(blind.map(({ line, heading }) => `line ${line} (${heading})`)).toEqual([]);
});

test("every scenario that the page names exists", () => {
  const named = [...provenBy(page).values()].flat();
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});

test("every error code on the page has a page of its own, and no link is broken", () => {
  const codes = page
    .split("\n")
    .flatMap(codeWords)
    .filter((word) => /^[A-Z]+(_[A-Z]+)+$/.test(word));
  const docs = join(import.meta.dirname, "../../../../docs");
  const missing = codes.filter((code) => !existsSync(join(docs, "errors", `${code}.md`)));
  expect([...new Set(missing)]).toEqual([]);
  for (const [, file] of page.matchAll(/\]\(([\w./-]+\.md)/g)) expect(existsSync(join(docs, file!)), file).toBe(true);
});

function graphOf(text: string) {
  const { value, problems } = parseJsonText(text);
  expect(problems).toEqual([]);
  const parsed = parseGraph(value);
  expect(parsed.problems).toEqual([]);
  return parsed.graph!;
}

function outcomeOf(run: ExampleRun, step: RunStep): StepOutcome {
  if (isCallerType(step.type)) return { output: answerOf(run, step) };
  const scripted = run.outcomes?.[step.path] ?? run.outcomes?.[step.nodeId] ?? (step.type === "http_call" ? PLAIN : {});
  const { fail } = scripted as { readonly fail?: string };
  if (fail === undefined) return { output: scripted };
  return { failure: { code: fail, message: "as the page says", retryable: false } };
}

const PLAIN: Json = { status: 200, body: {} };
