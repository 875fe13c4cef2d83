import { FINAL_KINDS } from "../../conformance/scenario.ts";
import type { TraceEntry } from "../../trace/trace-entry.ts";
import type { Command } from "../command.ts";
import type { MachineState } from "../state/machine-state.ts";
import { brokenCompensation } from "./law-of-compensation.ts";
import { brokenCommands, isOfTheWhole } from "./law-of-commands.ts";
import type { Played } from "./play-nested.ts";
import type { WatchedBatch } from "./watched-machine.ts";

/** Checks the laws that must hold for every run of every graph. Returns a description of each violation; empty if there is none. */
export function brokenLaws(played: Played): readonly string[] {
  return [
    ...brokenEnd(played),
    ...brokenSteps(played.trace),
    ...brokenTime(played.trace),
    ...brokenSuccess(played),
    ...played.batches.flatMap(brokenPause),
    ...played.batches.flatMap(brokenResults),
    ...brokenCommands(played),
    ...brokenCompensation(played),
  ];
}

/** An execution ends, and nothing is left open in its state. */
function brokenEnd({ status, batches }: Played): readonly string[] {
  const { open, held, work, idle, scopes, timers, yielding } = batches.at(-1)!.after;
  if (status === "stuck") return [`stuck with ${JSON.stringify({ open, held, timers })}`];
  const kept = [
    ...open.map(({ path }) => `open ${path}`),
    ...held.map(({ kind }) => `held ${kind}`),
    ...work.map(({ node }) => `work ${node}`),
    ...idle.map((key) => `idle ${key}`),
    ...scopes.filter(({ key }) => key !== "").map(({ key }) => `scope ${key}`),
    ...timers.filter(([path]) => !isOfTheWhole(path)).map(([path]) => `timer ${path}`),
    ...(yielding ? ["a yield"] : []),
  ];
  return kept.map((what) => `the ended execution keeps ${what}`);
}

/** A step ends once, and no trace entry for it follows. */
function brokenSteps(trace: readonly TraceEntry[]): readonly string[] {
  const broken: string[] = [];
  const ended = new Set<string>();
  for (const { path, kind } of trace) {
    if (path === "!gate") continue;
    if (ended.has(path)) broken.push(`${path} ${kind} after its end`);
    if (FINAL_KINDS.has(kind)) ended.add(path);
  }
  const open = new Set(trace.map(({ path }) => path).filter((path) => path !== "!gate" && !ended.has(path)));
  return [...broken, ...[...open].map((path) => `${path} has no end`)];
}

function brokenTime(trace: readonly TraceEntry[]): readonly string[] {
  return trace.flatMap(({ path, kind, at }, index) =>
    index > 0 && at < trace[index - 1]!.at ? [`${path} ${kind} goes back in time`] : [],
  );
}

/** In a completed execution, no step has failed without an `error` edge (I6). */
function brokenSuccess({ status, trace }: Played): readonly string[] {
  if (status !== "completed") return [];
  const failed = trace.filter(({ path, kind, port }) => kind === "failed" && port !== "error" && !/[/!]/.test(path));
  return failed.map(({ path }) => `completed although ${path} failed`);
}

/** While an execution is paused, no new side effect, timer or end is commanded; cancelling and releasing are allowed (rule 9). */
function brokenPause({ before, after, commands, trace }: WatchedBatch): readonly string[] {
  const isPaused = before.paused && after.paused && trace.every(({ kind }) => kind !== "resumed");
  if (!isPaused) return [];
  const passes = (command: Command): boolean => {
    switch (command.kind) {
      case "runStep":
        return command.purpose === "cancel" || command.purpose === "release";
      case "startTimer":
        // A continue-as-new starts the timers again that were running before the pause.
        return /!(cancel|settle|drain)$/.test(command.path) || before.timers.some(([path]) => path === command.path);
      default:
        return command.kind === "cancel" || command.kind === "yield" || command.kind === "continueAsNew";
    }
  };
  return commands.filter((command) => !passes(command)).map((command) => `paused, but ${JSON.stringify(command)}`);
}

/** `check` gives the same result as `apply`, and a refused operation changes nothing (rule 13). */
function brokenResults({ checked, operationResults, before, after, commands, trace }: WatchedBatch): readonly string[] {
  if (checked === null) return [];
  const [result] = operationResults;
  if (result === undefined) return ["an operation without a result"];
  if (JSON.stringify(checked) !== JSON.stringify(result))
    return [`checked ${JSON.stringify(checked)}, then ${JSON.stringify(result)}`];
  if (result.ok) return [];
  const isSame = JSON.stringify({ ...before, at: 0 }) === JSON.stringify({ ...after, at: 0 });
  if (isSame && commands.length === 0 && trace.length === 0) return [];
  const changed = Object.keys(after).filter(
    (key) =>
      key !== "at" &&
      JSON.stringify(before[key as keyof MachineState]) !== JSON.stringify(after[key as keyof MachineState]),
  );
  return [`refused (${result.code}), and yet: ${JSON.stringify({ changed, commands, trace })}`];
}
