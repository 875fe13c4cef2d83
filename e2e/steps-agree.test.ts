import fc from "fast-check";
import { expect, test } from "vitest";
import { foldTrace, type Definition, type TraceEntry } from "@tempograph/graph";
import { runScenario, scenarios } from "@tempograph/graph/conformance";
import { arbitraryNestedRun } from "@tempograph/graph/conformance/arbitrary-nested";
import { StepRows } from "../packages/mirror/src/project/step-rows.ts";
import { stepView } from "../packages/nodes-sdk/src/local/step-view.ts";

const runs = Number(process.env["FC_RUNS"] ?? 150);
const START = Date.parse("2026-01-01T00:00:00.000Z");
const NOTHING = { attempts: new Map<string, number>(), generated: new Set<string>() };
const noEdges = { nodes: [], edges: [] } as unknown as Definition;

/** The steps that mirror, simulate and runGraph read from a trace, in one form. */
function faces(trace: readonly TraceEntry[]) {
  const rows = new StepRows();
  for (const entry of trace) rows.add([entry]);
  return {
    mirror: rows.rows().map(({ path, nodeId, type, status, port, input, output, failure, scheduledAt }) => ({
      ...{ path, nodeId, type, port, input, output, failure },
      status: status === "scheduled" ? "running" : status,
      beganAt: scheduledAt,
    })),
    simulate: foldTrace(trace, noEdges, START, NOTHING).steps.map(
      ({ path, nodeId, type, status, port, input, output, failure, startedAtMs }) => ({
        ...{ path, nodeId, type, status, port, input, output, failure },
        beganAt: startedAtMs === null ? null : startedAtMs + START,
      }),
    ),
    runGraph: Object.values(stepView(trace)).map(
      ({ path, nodeId, type, status, port = null, input = null, output = null, failure = null, startedAt }) => ({
        ...{ path, nodeId, type, status, port, input, output, failure },
        beganAt: status === "skipped" || status === "notReached" ? null : startedAt,
      }),
    ),
  };
}

function expectAgreement(trace: readonly TraceEntry[]): void {
  // Compare them also for the first half of the trace, because people look at open executions.
  for (const upTo of [trace.length >> 1, trace.length]) {
    const { mirror, simulate, runGraph } = faces(trace.slice(0, upTo));
    expect(simulate).toEqual(mirror);
    expect(runGraph).toEqual(mirror);
    const open = mirror.filter(({ status }) => ["running", "waiting", "incident"].includes(status));
    expect(open.filter(({ port }) => port !== null)).toEqual([]);
    const fine = mirror.filter(({ status }) => !["incident", "failed", "cancelled"].includes(status));
    // No step that completed has the failure of an earlier attempt.
    expect(fine.filter(({ failure }) => failure !== null)).toEqual([]);
  }
}

test("mirror, simulate and runGraph read the same of every scenario's trace", async () => {
  for (const scenario of scenarios) expectAgreement((await runScenario(scenario)).trace);
});

test("mirror, simulate and runGraph read the same of random executions, retried incidents among them", async () => {
  const mix = { maxNodes: 6, maxDepth: 2, maxMs: 60, orderMatters: true, verbs: true, cancelWithinMs: 400 };
  let incidents = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryNestedRun(mix), async (run) => {
      const { resolutions: _, ...scenario } = run;
      const { trace } = await runScenario({
        ...scenario,
        rule: 0,
        picture: "",
        expect: { status: "completed", steps: [] },
      });
      incidents += trace.filter(({ kind }) => kind === "incident").length;
      expectAgreement(trace);
    }),
    { numRuns: runs },
  );
  expect(incidents).toBeGreaterThan(0);
});

const anyEntry: fc.Arbitrary<TraceEntry> = fc
  .record(
    {
      path: fc.constantFrom("a", "b", "each[0]/a", "__proto__"),
      kind: fc.constantFrom(
        ...(["scheduled", "started", "waiting", "incident", "failed", "cancelled"] as const),
        ...(["completed", "completedLate"] as const),
      ),
      port: fc.constantFrom("out", "error"),
      input: fc.jsonValue({ maxDepth: 1 }),
      output: fc.jsonValue({ maxDepth: 1 }),
      failure: fc.record({ code: fc.constantFrom("X", "Y"), message: fc.constant("") }),
      by: fc.constantFrom("ann", "ben"),
    },
    { requiredKeys: ["path", "kind"] },
  )
  .map((entry) => ({ ...entry, nodeId: entry.path, type: "probe", at: START }) as TraceEntry);

test("they agree on entries in any order, even in orders that no machine produces", () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 12 }), (entries) => {
      const { mirror, simulate, runGraph } = faces(entries);
      expect(simulate).toEqual(mirror);
      expect(runGraph).toEqual(mirror);
    }),
    { numRuns: runs },
  );
});
