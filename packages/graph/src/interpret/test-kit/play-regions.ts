import { scenarioEvent, scenarioProgram } from "../../conformance/run-scenario.ts";
import { probeOutcome } from "../../conformance/probe.ts";
import type { Graph } from "../../definition/graph.ts";
import { backoffMs } from "../../simulate/backoff.ts";
import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { RunStep } from "../command.ts";
import type { MachineEvent } from "../machine-event.ts";
import { Machine } from "../machine.ts";
import { driveRegion } from "../region/drive-region.ts";
import { readRegionAnswer } from "../region/read-region-answer.ts";
import { RegionMachine } from "../region/region-machine.ts";
import { REGION_PATH, type RegionEvent, type RegionStep } from "../region/region.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { Program } from "../state/program.ts";
import type { StepAnswer } from "../state/open-entry.ts";

/** What may happen to a step of a region: it runs, it is stopped, or it is given back for a retry that is due soon or late. */
export type Fate = "run" | "stop" | "soon" | "late";

export interface RegionPlay {
  readonly graph: Graph;
  readonly signals: readonly { readonly name: string; readonly payload: number }[];
  /** Null: the burst steps run one by one. Otherwise the fates of the steps of regions, in turn; behind the last one every step runs. */
  readonly fates: readonly Fate[] | null;
}

export interface Played {
  readonly trace: readonly TraceEntry[];
  readonly end: string;
  /** How many local activities ran. */
  readonly localActivities: number;
}

export function withRegions(program: Program, interpreterVersion: number): Program {
  return { ...program, definition: { ...program.definition, interpreterVersion } };
}

/** Plays a graph with or without regions. What is not a burst step happens only while no burst step is under way, so both have to come to one trace. */
export async function playRegions({ graph, signals, fates }: RegionPlay): Promise<Played> {
  const program = withRegions(scenarioProgram("w", graph), fates === null ? 3 : 4);
  const machine = new RegionMachine(program);
  const left = [...(fates ?? [])];
  const trace: TraceEntry[] = [];
  const bursts: MachineEvent[] = [];
  const others: MachineEvent[] = signals.map((signal, id) => ({ kind: "signalReceived", id: `${id}`, ...signal }));
  const timers = new Map<string, number>();
  let [end, localActivities] = ["stuck", 0];
  let next: MachineEvent | RegionEvent | undefined = {
    kind: "started",
    event: scenarioEvent({ n: 1, list: [1, 2, 3] }),
    executionId: "e",
    time: 0,
  };
  while (next !== undefined && end === "stuck") {
    const applied = machine.apply([next], 0);
    trace.push(...applied.trace);
    next = undefined;
    for (const command of applied.commands) {
      if (command.kind === "runStep") {
        if (command.lane === "burst") localActivities += 1;
        (command.lane === "burst" ? bursts : others).push(answerTo(command));
      } else if (command.kind === "startTimer") timers.set(command.path, command.at);
      else if (command.kind === "cancel") {
        timers.delete(command.path);
        const found = [bursts, others].flatMap((all) =>
          all.filter((one) => "path" in one && one.path === command.path),
        );
        for (const one of found) Object.assign(one, { kind: "stepCancelled" });
      } else if (command.kind === "yield") others.unshift({ kind: "yielded" });
      else if (command.kind === "runRegion") {
        localActivities += 1;
        next = await region(program, machine.machine.snapshot(), command.steps, left);
      } else if (command.kind !== "cancelRegion") end = command.kind;
    }
    next ??= bursts.shift() ?? fired(timers, REGION_PATH) ?? others.shift() ?? fired(timers, earliest(timers));
  }
  return { trace, end, localActivities };
}

async function region(
  program: Program,
  state: MachineState,
  steps: readonly RegionStep[],
  fates: Fate[],
): Promise<RegionEvent> {
  const answer = await driveRegion(new Machine(program, copyOf(state)), copyOf(steps), {
    isOver: () => fates.shift() === "stop",
    now: () => 0,
    run({ step, attempts }) {
      const fate = fates.shift() ?? "run";
      if (fate === "stop") return Promise.resolve(null);
      const { path } = step;
      if (fate === "run") return Promise.resolve(answerTo(step));
      return Promise.resolve({ path, attempts: attempts + 1, notBefore: fate === "late" ? 60_000 : 1_000 });
    },
  });
  return readRegionAnswer(copyOf(answer));
}

/** How the step ends behind all of its attempts. */
function answerTo({ path, input, retry }: RunStep): StepAnswer {
  for (let attempt = 1; ; attempt++) {
    const outcome = probeOutcome(input, attempt);
    if ("output" in outcome) {
      const { output, port } = outcome;
      return { kind: "stepSucceeded", path, output, ...(port !== undefined && { port }), time: 5 };
    }
    if ("vanished" in outcome) continue;
    if (backoffMs(retry, outcome.failure, attempt) === null)
      return { kind: "stepFailed", path, failure: { ...outcome.failure, path }, time: 5 };
  }
}

function earliest(timers: ReadonlyMap<string, number>): string | undefined {
  return [...timers].toSorted(([, a], [, b]) => a - b)[0]?.[0];
}

function fired(timers: Map<string, number>, path: string | undefined): MachineEvent | undefined {
  const at = path === undefined ? undefined : timers.get(path);
  if (path === undefined || at === undefined) return undefined;
  timers.delete(path);
  return { kind: "timerFired", path, time: at };
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
