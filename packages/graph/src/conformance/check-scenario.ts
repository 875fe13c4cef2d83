import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { OperationResult } from "../interpret/operation.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { FINAL_KINDS, type Scenario } from "./scenario.ts";

/** The result of a scenario on one driver. */
export interface ScenarioResult {
  readonly status: string;
  readonly output?: Json;
  readonly failure?: Failure;
  readonly trace: readonly TraceEntry[];
  /** The machine's result for each of the scenario's operations, in order. */
  readonly operationResults?: readonly OperationResult[];
}

/** Describes each difference between a result and what the scenario expects; empty if the scenario passes. */
export function checkScenario(scenario: Scenario, result: ScenarioResult): readonly string[] {
  const { expect } = scenario;
  const wrong: string[] = [];
  const differs = (what: string, expected: unknown, actual: unknown): void => {
    if (JSON.stringify(expected) !== JSON.stringify(actual)) {
      wrong.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
    }
  };
  differs("status", expect.status, result.status);
  const ends = result.trace.filter((entry) => FINAL_KINDS.has(entry.kind)).map(describeEnd);
  differs("steps", inExpectedShape(expect.steps), inActualShape(expect.steps, ends));
  if (expect.output !== undefined) differs("output", sorted(expect.output), sorted(result.output ?? null));
  if (expect.failureCode !== undefined) differs("failure", expect.failureCode, result.failure?.code);
  if (expect.others !== undefined) {
    differs(
      "further causes",
      expect.others,
      (result.failure?.others ?? []).map((failure) => failure.code),
    );
  }
  for (const [path, input] of Object.entries(expect.inputs ?? {})) {
    const entry = result.trace.find((one) => one.path === path && one.input !== undefined);
    differs(`input of ${path}`, sorted(input), sorted(entry?.input ?? null));
  }
  for (const [path, output] of Object.entries(expect.outputs ?? {})) {
    differs(`output of ${path}`, sorted(output), sorted(endOf(result, path)?.output ?? null));
  }
  for (const [path, code] of Object.entries(expect.failures ?? {})) {
    differs(`failure of ${path}`, code, endOf(result, path)?.failure?.code);
  }
  if (expect.operationResults !== undefined) {
    differs(
      "operationResults",
      expect.operationResults,
      (result.operationResults ?? []).map((result) => (result.ok ? "ok" : result.code)),
    );
  }
  return wrong;
}

function endOf(result: ScenarioResult, path: string): TraceEntry | undefined {
  return result.trace.find((entry) => entry.path === path && FINAL_KINDS.has(entry.kind));
}

function describeEnd(entry: TraceEntry): string {
  const port = entry.port === undefined || entry.port === "out" ? "" : ` ${entry.port}`;
  return `${entry.path} ${entry.kind}${port}`;
}

function inExpectedShape(expected: Scenario["expect"]["steps"]): readonly unknown[] {
  return expected.map((item) => (typeof item === "string" ? item : [...item].sort()));
}

/** Groups the actual ends in the same way as the expected ones, so that groups without an order can be compared. */
function inActualShape(expected: Scenario["expect"]["steps"], ends: readonly string[]): readonly unknown[] {
  const shaped: unknown[] = [];
  let next = 0;
  for (const item of expected) {
    const size = typeof item === "string" ? 1 : item.length;
    const slice = ends.slice(next, next + size);
    shaped.push(typeof item === "string" ? slice[0] : [...slice].sort());
    next += size;
  }
  return [...shaped, ...ends.slice(next)];
}

/** The value with sorted keys, so that equal values have equal JSON. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner as Json)]),
  );
}
