import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import type { Program } from "./state/program.ts";
import { arbitraryRun, type RandomRun } from "../conformance/arbitrary.ts";
import { FINAL_KINDS } from "../conformance/scenario.ts";
import { probeManifest, probeOutcome } from "../conformance/probe.ts";
import { freeze } from "../compile/freeze.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { runLocally, type LocalRunOptions, type LocalRunResult } from "../simulate/local-runner.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { coreNodeTypes } from "./constructs/index.ts";
import { Machine, type Applied } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";

const types = new Map<string, NodeTypeManifest>([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
const everything = fc.oneof(
  arbitraryRun({ maxNodes: 14, maxMs: 5, orderMatters: true }),
  arbitraryRun({ maxNodes: 14, maxMs: 5, orderMatters: true, durability: "burst" }),
);
const RUNS = { numRuns: 400 };

function programOf(run: RandomRun): Program {
  return compile(freeze({ graph: run.graph, types, workflow: { id: "wf", name: "random", version: 1 } }));
}

function play(run: RandomRun, options: Partial<LocalRunOptions> = {}): Promise<LocalRunResult> {
  const event = { id: "evt", type: "t", source: "s", time: "2026-01-01T00:00:00.000Z", data: run.payload };
  const runStep: LocalRunOptions["runStep"] = (step, attempt) => probeOutcome(step.input, attempt);
  return runLocally(programOf(run), event, { runStep, signals: run.signals, ...options });
}

test("random graphs are valid, so the tests below are about graphs that can be published", () => {
  fc.assert(
    fc.property(everything, (run) => {
      const errors = validateGraph({ graph: run.graph, types }).filter(
        ({ severity, code }) => severity === "error" && code !== "JOIN_NEVER_MET",
      );
      expect(errors).toEqual([]);
    }),
    RUNS,
  );
});

test("every graph ends, no join waits forever, and no step starts or ends twice", async () => {
  await fc.assert(
    fc.asyncProperty(everything, fc.option(fc.nat(20), { nil: undefined }), async (run, cancelAfterMs) => {
      const started: string[] = [];
      const runStep: LocalRunOptions["runStep"] = (step, attempt) => {
        if (attempt === 1) started.push(step.path);
        return probeOutcome(step.input, attempt);
      };
      const result = await play(run, { runStep, ...(cancelAfterMs !== undefined && { cancelAfterMs }) });
      expect(result.status).not.toBe("stuck");
      expect(new Set(started).size).toBe(started.length);
      const ends = result.trace.filter(({ kind }) => FINAL_KINDS.has(kind)).map(({ path }) => path);
      expect(new Set(ends).size).toBe(ends.length);
    }),
    RUNS,
  );
});

test("I6: in a completed execution no step has failed and none is left open", async () => {
  await fc.assert(
    fc.asyncProperty(everything, async (run) => {
      const result = await play(run);
      if (result.status !== "completed") return;
      const unhandled = result.trace.filter(({ kind, port }) => kind === "failed" && port !== "error");
      expect(unhandled).toEqual([]);
    }),
    RUNS,
  );
});

test("the same input gives the same trace and outcome", async () => {
  await fc.assert(
    fc.asyncProperty(everything, async (run) => {
      expect(await play(run)).toEqual(await play(run));
    }),
    { numRuns: 100 },
  );
});

/** A machine that exists only as JSON between two batches. */
function throughJson(program: Program): Pick<Machine, "apply" | "snapshot"> {
  let state = JSON.stringify(new Machine(program).snapshot());
  return {
    apply(events: readonly MachineEvent[], at: number): Applied {
      const machine = new Machine(program, JSON.parse(state));
      const applied = machine.apply(events, at);
      state = JSON.stringify(machine.snapshot());
      return applied;
    },
    snapshot: () => JSON.parse(state) as ReturnType<Machine["snapshot"]>,
  };
}

test("a machine that is restored from JSON after every batch behaves the same", async () => {
  await fc.assert(
    fc.asyncProperty(everything, fc.option(fc.nat(20), { nil: undefined }), async (run, cancelAfterMs) => {
      const options = cancelAfterMs === undefined ? {} : { cancelAfterMs };
      const kept = await play(run, options);
      expect(await play(run, { ...options, machine: throughJson(programOf(run)) })).toEqual(kept);
    }),
    RUNS,
  );
});

/** A machine that gets the events of each batch one by one. */
function oneByOne(program: Program): Pick<Machine, "apply" | "snapshot"> {
  const machine = new Machine(program);
  return {
    apply(events: readonly MachineEvent[], at: number): Applied {
      const rank = ({ kind }: MachineEvent): number =>
        ["started", "signalReceived", "cancelRequested"].indexOf(kind) === -1
          ? 3
          : ["started", "signalReceived", "cancelRequested"].indexOf(kind);
      const all = events.toSorted((a, b) => rank(a) - rank(b)).map((event) => machine.apply([event], at));
      return {
        commands: all.flatMap(({ commands }) => commands),
        trace: all.flatMap(({ trace }) => trace),
        operationResults: [],
      };
    },
    snapshot: () => machine.snapshot(),
  };
}

test("the grouping of simultaneous events into batches does not change how any step ends", async () => {
  await fc.assert(
    fc.asyncProperty(everything, async (run) => {
      const grouped = await play(run);
      const single = await play(run, { machine: oneByOne(programOf(run)) });
      const ends = ({ trace }: LocalRunResult): readonly string[] =>
        trace
          .filter(({ kind }) => FINAL_KINDS.has(kind))
          .map(({ path, kind, port }) => `${path} ${kind} ${port}`)
          .sort();
      if (grouped.status === "completed") expect(ends(single)).toEqual(ends(grouped));
      expect(single.status).toBe(grouped.status);
    }),
    RUNS,
  );
});

test("the order of parallel results changes nothing in graphs that do not depend on it", async () => {
  const orderFree = arbitraryRun({ maxNodes: 14, maxMs: 0, orderMatters: false });
  await fc.assert(
    fc.asyncProperty(orderFree, fc.array(fc.nat(50), { minLength: 20, maxLength: 20 }), async (run, times) => {
      const shuffled: LocalRunOptions["runStep"] = (step, attempt) => ({
        ...probeOutcome(step.input, attempt),
        takesMs: times[Number(step.nodeId.slice(1)) % times.length]!,
      });
      const plain = await play(run);
      const other = await play(run, { runStep: shuffled });
      expect(summary(other)).toEqual(summary(plain));
    }),
    RUNS,
  );
});

/** What an execution computed: how each step ended, with port and output, independent of the order. */
function summary({ status, output, trace }: LocalRunResult): unknown {
  const ends = trace
    .filter(({ kind }) => FINAL_KINDS.has(kind))
    .map(({ path, kind, port, output: given }) => [path, kind, port, given]);
  return { status, output, ends: ends.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) };
}
