import {
  checkJsonValue,
  limits,
  type EventData,
  type Json,
  type LocalMemory,
  type LocalRunOptions,
  type LocalRunResult,
  type Problem,
  type Seed,
} from "@tempograph/graph";
import type { NodeFetch } from "../context/node-context.ts";
import type { NodePack } from "../define/node-pack.ts";
import type { NodeType } from "../define/node-type.ts";
import { createEgressFetch } from "../egress/egress-fetch.ts";
import { attemptStep, type AttemptOptions } from "./attempt-step.ts";
import {
  LocalWorld,
  type CallableGraph,
  type LocalExecution,
  type SentAnswer,
  type SentSignal,
} from "./local-world.ts";
import { prepareGraph, type WrittenGraph } from "./prepare-graph.ts";
import { scriptedNodes, scriptedOutcome, type LocalOutcomes } from "./scripted-outcome.ts";
import { stepView, type LocalSteps } from "./step-view.ts";
import { worldNodes } from "./world-nodes.ts";

/** An event for a local run: only the payload is needed. */
export type LocalEvent = Partial<Omit<EventData, "data">> & { readonly data: Json };

/** What happens to an execution from outside, at virtual times after its start. */
export interface LocalHappenings {
  readonly signals?: LocalRunOptions["signals"];
  /** Operations of people: decide an approval, skip a wait, retry an incident … `by` defaults to an administrator. */
  readonly operations?: LocalRunOptions["operations"];
  /** Replies to steps of these paths, used instead of those from `workflows`, `events` and other steps. */
  readonly replies?: LocalRunOptions["replies"];
}

/** A workflow that `call_workflow` finds. */
export interface LocalWorkflow extends LocalHappenings {
  readonly graph: WrittenGraph;
  /** Beside those of the caller. */
  readonly nodes?: readonly (NodeType | NodePack)[];
  /** Default 1. */
  readonly version?: number;
}

export interface RunGraphOptions extends LocalHappenings, AttemptOptions {
  /** Node types in addition to those of the language, or whole packs. Default: none. */
  readonly nodes?: readonly (NodeType | NodePack)[];
  /**
   * Outcomes of steps whose code is not run, by step path or node id. The node type of such a node need not be among
   * `nodes`: `{ call: { output: { status: 200, body: {} } } }` stands for an `http_call`.
   */
  readonly outcomes?: LocalOutcomes;
  /** Virtual time: where it starts (ms since epoch, default the event's time), and how long an attempt of a step takes (default 0 ms). */
  readonly clock?: AttemptOptions["clock"] & { readonly startAt?: number };
  /** Events for `wait_for_event`. A negative `afterMs` means that the event arrived before the start; only a wait with `lookBack` finds it. */
  readonly events?: readonly { readonly afterMs: number; readonly event: LocalEvent & { readonly type: string } }[];
  /** By the names (or ids) under which `call_workflow` knows them. */
  readonly workflows?: { readonly [name: string]: LocalWorkflow };
  /** Outcomes with which nodes of the top level end at once, as in a rerun: `{ fetch: { port: "out", output: { … } } }`. */
  readonly seed?: Seed;
  readonly cancelAfterMs?: number;
  /**
   * What `state_set` and its like find, and where they write. Give several runs the same one to see what the second makes of what the
   * first remembered: `const memory = new LocalMemory()`. Default: nothing was remembered.
   */
  readonly memory?: LocalMemory;
  /** The function behind `ctx.fetch`. Default: the real one, under the egress rules. */
  readonly fetch?: NodeFetch;
  readonly allow?: readonly string[];
}

export interface RunGraphResult extends LocalRunResult {
  /** For each path, how the step ended or what it waits for. */
  readonly steps: LocalSteps;
  /** What `emit_event` sent, in order. */
  readonly emitted: readonly EventData[];
  /** What `signal_workflow` sent, in order; executions of this run got it. */
  readonly signalled: readonly SentSignal[];
  /** What `respond` answered to the sender of the event; null: nothing. */
  readonly responded: SentAnswer | null;
  /** The executions that `call_workflow` started, and those that these started, in order. */
  readonly called: readonly CalledExecution[];
}

export interface CalledExecution extends Omit<LocalRunResult, "status"> {
  readonly status: LocalRunResult["status"] | "terminated";
  readonly executionId: string;
  readonly workflow: string;
  /** The step that called it. */
  readonly calledBy: { readonly executionId: string; readonly path: string };
  readonly steps: LocalSteps;
}

/**
 * Runs a graph in this process with virtual time: the same machine as on Temporal, no server, no database, nothing
 * durable. The side effects of the nodes are real; days of delay and of back-off take microseconds. Workflows that it calls
 * run on the same virtual time, until nothing is left to happen in any of them.
 *
 *     const { status, output, steps } = await runGraph(graph, { data: { lead: { score: 90 } } }, { nodes: [scoreLead] });
 *
 * `stuck` means that the run waits for something that never arrives; `steps` shows which step is `waiting` or an `incident`.
 *
 * @throws GraphInvalidError where the graph, or one in `workflows`, could not be published
 * @throws EventInvalidError where the API would not take an event: it is no JSON, or holds text that cannot be stored
 */
export async function runGraph(
  graph: WrittenGraph,
  event: LocalEvent,
  options: RunGraphOptions = {},
): Promise<RunGraphResult> {
  const { nodes: given = [], outcomes } = options;
  const first = wholeEvent(event, "evt_local", 0);
  const startAt = options.clock?.startAt ?? Date.parse(first.time);
  const callable = new Map<string, CallableGraph>();
  const egress = createEgressFetch({ allow: [...(options.allow ?? [])] });
  const network = { fetch: options.fetch ?? egress, connect: egress.connect };
  const world = new LocalWorld({
    startAt,
    callable,
    memory: options.memory,
    attempt: async (execution, step, attempt) =>
      scriptedOutcome(outcomes, step, attempt) ?? attemptStep(execution, step, attempt, network, options),
  });
  const builtIn = worldNodes(world);
  try {
    const scripted = scriptedNodes(outcomes);
    const prepared = prepareGraph(graph, LOCAL, given, builtIn, scripted);
    for (const [name, { graph: inner, nodes = [], version = 1, ...script }] of Object.entries(
      options.workflows ?? {},
    )) {
      const workflow = { id: name, name, version };
      callable.set(name, { ...prepareGraph(inner, workflow, [...given, ...nodes], builtIn, scripted, name), script });
    }
    for (const [index, { afterMs, event: coming }] of (options.events ?? []).entries()) {
      const at = startAt + afterMs;
      world.send(wholeEvent(coming, `evt_local_${index + 1}`, at), at);
    }
    const { signals = [], replies = [], operations = [], seed, cancelAfterMs } = options;
    const root = world.start(EXECUTION_ID, prepared, first, {
      ...{ signals, replies, operations },
      ...(seed !== undefined && { seed }),
      ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    });
    await world.live();
    return resultOf(world, root);
  } finally {
    await egress.close();
  }
}

const EXECUTION_ID = "local-execution";
const LOCAL = { id: "local", name: "local", version: 1 };

/** Thrown for an event that the API would refuse. `problems` says why, each with its place and hint. */
export class EventInvalidError extends Error {
  readonly code = "EVENT_INVALID";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`The event cannot be sent: ${problems.map(({ path, message }) => `${path}: ${message}`).join(" ")}`);
    this.name = "EventInvalidError";
    this.problems = problems;
  }
}

function wholeEvent(event: LocalEvent, id: string, at: number): EventData {
  const whole = { id, type: "local", source: "/local", time: new Date(at).toISOString(), ...event };
  const problems = checkJsonValue(whole, { maxBytes: limits.MAX_VALUE_BYTES });
  if (problems.length > 0) throw new EventInvalidError(problems);
  return whole;
}

function resultOf(world: LocalWorld, root: LocalExecution): RunGraphResult {
  const result = root.run.result();
  const called = world.executions.flatMap((execution): readonly CalledExecution[] => {
    const { calledBy, graph, run, id } = execution;
    if (calledBy === null) return [];
    const own = run.result();
    const status = world.statusOf(execution);
    const by = { executionId: calledBy.caller.id, path: calledBy.path };
    const workflow = graph.workflow.name;
    return [{ ...own, status, executionId: id, workflow, calledBy: by, steps: stepView(own.trace) }];
  });
  const { emitted, signalled, responded } = world;
  return { ...result, steps: stepView(result.trace), emitted, signalled, responded, called };
}
