import { readFileSync } from "node:fs";
import { join } from "node:path";
import { coreNodeTypes, type Json, type ScriptedOutcome } from "@tempograph/graph";
import { expect, test } from "vitest";
import { runGraph, type RunGraphOptions } from "./run-graph.ts";

// Runs the graphs of docs/language.md with runGraph, as the text printed there. Their side effects are scripted.

const page = readFileSync(join(import.meta.dirname, "../../../../docs/language.md"), "utf8");

/** What the comment before an example says of its run. */
interface Told extends Pick<RunGraphOptions, "signals" | "operations" | "replies" | "seed"> {
  readonly payload?: Json;
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

const examples = [...page.matchAll(/<!-- run: ([^\n]*) -->\s*```json\n([^]*?)```/g)].map(
  ([, told = "", text = ""]) => ({
    told: JSON.parse(told) as Told,
    text,
    line: page.slice(0, page.indexOf(text)).split("\n").length,
  }),
);
const machine = new Set(coreNodeTypes.map(({ type }) => type));
const LOCAL = new Set(["emit_event", "respond", "signal_workflow"]);

test("the page has examples", () => expect(examples.length).toBeGreaterThan(20));

test.each(examples)("the graph at line $line runs as the page says", async ({ text, told }) => {
  const { signals, operations, replies, seed, payload = {} } = told;
  const result = await runGraph(
    text,
    { data: payload },
    {
      outcomes: outcomesOf(text, told),
      ...(signals && { signals }),
      ...(operations && { operations }),
      ...(replies && { replies }),
      ...(seed && { seed }),
    },
  );
  const { status = "completed", failure, output, outputs = {}, inputs = {} } = told.expect ?? {};
  expect({ status: result.status, failure: result.failure?.code }).toEqual({ status, failure });
  if (output !== undefined) expect(result.output).toEqual(output);
  for (const [path, value] of Object.entries(outputs)) expect(result.steps[path]?.output).toEqual(value);
  for (const [path, value] of Object.entries(inputs)) expect(result.steps[path]?.input).toEqual(value);
});

/** What the page says; else each activity of a pack gives an answer, and a called workflow is started. */
function outcomesOf(text: string, { outcomes = {}, answers = {} }: Told): Record<string, ScriptedOutcome> {
  const scripted: Record<string, ScriptedOutcome> = {};
  for (const { id, type } of (JSON.parse(text) as { nodes: { id: string; type: string }[] }).nodes) {
    if (type === "call_workflow") scripted[id] = { output: { executionId: "exe_child", workflowId: "wf", version: 1 } };
    else if (!machine.has(type) && !LOCAL.has(type)) scripted[id] = { output: { status: 200, body: {} } };
  }
  for (const [place, output] of Object.entries({ ...answers, ...outcomes })) {
    const { fail } = output as { readonly fail?: string };
    scripted[place] = fail === undefined ? { output } : { failure: { code: fail, retryable: false } };
  }
  return scripted;
}
