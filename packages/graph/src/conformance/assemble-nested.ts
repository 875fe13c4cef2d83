import type { GraphEdge, GraphNode, Join, NodeSettings } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { Operation } from "../interpret/operation.ts";
import { SWEEP_MS, type NestedMix, type NestedRun, type RandomScope, type RandomStep } from "./nested-run.ts";
import type { ScriptedReply, ScriptedSignal, ScriptedOperation } from "./scenario.ts";

export interface Extras {
  readonly cancelAt: number | null;
  readonly pauseAt: number | null;
  readonly pauseMs: number;
  readonly skips: readonly { readonly at: number; readonly afterMs: number }[];
}

/** The number of sweeps over all paths. Each sweep ends the wait of at least one more step. */
const SWEEPS = 60;

/** The ports on which each type can end. */
const PORTS: Readonly<Record<string, readonly string[]>> = {
  probe: ["out", "left", "right", "error"],
  branch: ["one", "else"],
  switch: ["a", "else"],
  approval: ["approved", "rejected", "timeout"],
  wait_for_signal: ["out", "timeout"],
  wait_for_event: ["out", "timeout"],
  call_workflow: ["out", "timeout", "error"],
  lock: ["out", "timeout", "error"],
  try: ["out", "catch", "finally", "error"],
  for_each: ["out", "error"],
  repeat: ["out", "error"],
  while: ["out", "error"],
  race: ["out", "error"],
  parallel: ["out", "error"],
  // A `fail` node can end only on its `error` edge.
  fail: ["error"],
};
const PROBE_PORTS = ["out", "out", "out", "left"];

/** Makes the graph and its script from the drawn steps. All edges lead forward. The script ends every wait for something outside. */
export function assembleNested(top: RandomScope, extras: Extras, mix: NestedMix): NestedRun {
  const building = new Building(mix);
  building.scope(top, null, [""]);
  const { nodes, edges, waits, incidents, signals } = building;
  const graph = { nodes, edges, ...(mix.durability && { settings: { durability: mix.durability } }) };
  const cancelAfterMs =
    mix.cancelWithinMs === undefined || extras.cancelAt === null
      ? undefined
      : Math.round(extras.cancelAt * mix.cancelWithinMs);
  const early = mix.operations === true ? earlyOperations(extras, waits) : [];
  const resolutions = Object.fromEntries([
    ...incidents,
    ...waits.filter(([, operation]) => operation.name === "decide"),
  ]);
  return {
    name: "nested",
    graph,
    payload: { n: 1, list: [1, 2, 3], letter: "a" },
    signals,
    replies: building.replies(),
    operations: [...early, ...sweeps(Object.values(resolutions), early.length > 0)],
    answers: Object.fromEntries(building.refusedLocks.map((path) => [path, { granted: false }])),
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    resolutions,
  };
}

function earlyOperations(
  extras: Extras,
  waits: readonly (readonly [string, Operation])[],
): readonly ScriptedOperation[] {
  const operations: ScriptedOperation[] = extras.skips.flatMap(({ at, afterMs }) => {
    const operation = waits[Math.floor(at * waits.length)]?.[1];
    return operation === undefined ? [] : [{ afterMs, operation }];
  });
  if (extras.pauseAt !== null) {
    operations.push({ afterMs: extras.pauseAt, operation: { name: "pause" } });
    operations.push({ afterMs: extras.pauseAt + extras.pauseMs + 1, operation: { name: "resume" } });
  }
  return operations.toSorted((a, b) => a.afterMs - b.afterMs);
}

function sweeps(operations: readonly Operation[], resumes: boolean): readonly ScriptedOperation[] {
  if (operations.length === 0) return [];
  const all: readonly Operation[] = resumes ? [{ name: "resume" }, ...operations] : operations;
  return Array.from({ length: SWEEPS }, (_, round) =>
    all.map((operation) => ({ afterMs: SWEEP_MS * (round + 1), operation })),
  ).flat();
}

class Building {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly signals: ScriptedSignal[] = [];
  /** The waits by path, each with the operation that ends it early. */
  readonly waits: (readonly [string, Operation])[] = [];
  /** The steps that may become incidents by path, each with the operation that resolves the incident. */
  readonly incidents: (readonly [string, Operation])[] = [];
  readonly refusedLocks: string[] = [];
  readonly #callerSteps: { readonly path: string; readonly ms: number; readonly reply: Json }[] = [];
  readonly #mix: NestedMix;
  #count = 0;

  constructor(mix: NestedMix) {
    this.#mix = mix;
  }

  /** Adds the nodes of a scope. `places` are the paths of all instances that the scope can have; each is `""` or ends with a slash. */
  scope({ steps, isChain }: RandomScope, parentId: string | null, places: readonly string[]): void {
    const local: GraphNode[] = [];
    if (parentId === null) local.push({ id: "start", type: "start", data: {} });
    const add = (node: GraphNode): void => {
      local.push(node);
    };
    const compensating: GraphNode[] = [];
    const inner: (() => void)[] = [];
    for (const step of steps) {
      const id = `n${this.#count}`;
      this.#count += 1;
      const incoming = this.#connect(step, id, local, isChain, parentId === null);
      const settings = this.#settings(step, id, isChain, incoming, compensating);
      add({ id, type: step.kind, data: this.#data(step, id, isChain), settings });
      this.#script(step, id, settings, places, isChain);
      if (step.inner !== null) {
        const body = step.inner;
        inner.push(() =>
          this.scope(
            body,
            id,
            places.flatMap((place) => innerPlaces(step, `${place}${id}`)),
          ),
        );
      }
    }
    const owned = (node: GraphNode): GraphNode => (parentId === null ? node : { ...node, parentId });
    this.nodes.push(...local.map(owned), ...compensating.map(owned));
    for (const build of inner) build();
  }

  replies(): readonly ScriptedReply[] {
    const early = this.#callerSteps.map(({ path, ms, reply }) => ({ afterMs: ms * 2, path, reply }));
    const late = Array.from({ length: SWEEPS }, (_, round) =>
      this.#callerSteps.map(({ path, reply }) => ({ afterMs: SWEEP_MS * (round + 1) + 1, path, reply })),
    ).flat();
    return [...early, ...late];
  }

  /** Adds the edges that lead to a step. @returns their number */
  #connect(step: RandomStep, id: string, local: readonly GraphNode[], isChain: boolean, isTop: boolean): number {
    if (local.length === 0 || (!isTop && !isChain && step.isRoot)) return 0;
    const sources = isChain
      ? [{ node: local.at(-1)!, port: step.from[0]!.port }]
      : [...new Map(step.from.map(({ at, port }) => [Math.floor(at * local.length), port]))].map(([index, port]) => ({
          node: local[index]!,
          port,
        }));
    for (const { node, port } of sources) {
      const ports = this.#portsOf(node);
      this.edges.push({
        id: `e${this.edges.length}`,
        source: node.id,
        target: id,
        sourceHandle: ports[port % ports.length]!,
      });
    }
    return sources.length;
  }

  #portsOf({ type }: GraphNode): readonly string[] {
    return PORTS[type] ?? ["out"];
  }

  #settings(step: RandomStep, id: string, isChain: boolean, incoming: number, compensating: GraphNode[]): NodeSettings {
    const { orderMatters, durability } = this.#mix;
    const joins: readonly Join[] = orderMatters && incoming > 1 ? ["all", "all", "any", { count: 2 }] : ["all"];
    const join = joins[step.join % joins.length]!;
    const canFail = step.kind === "probe" || step.inner !== null || step.kind === "call_workflow";
    // A failure that closes a scope cancels the other running steps, so its effect depends on order, except in a chain.
    const words = orderMatters || isChain ? (["fail", "continue", "pause"] as const) : (["continue", "pause"] as const);
    const onError = canFail ? words[step.onError % words.length]! : "fail";
    const compensate = step.kind === "probe" && step.compensate && durability !== "burst";
    if (compensate) compensating.push({ id: `${id}u`, type: "probe", data: { undoes: id, takesMs: step.ms % 7 } });
    return { join, onError, ...(compensate && { compensate: `${id}u` }) };
  }

  #data(step: RandomStep, id: string, isChain: boolean): JsonObject {
    const { orderMatters } = this.#mix;
    const timeout: JsonObject = orderMatters ? { timeout: 1 + step.ms * 2 } : {};
    const compensation: JsonObject = step.pick === 3 ? { compensate: "onFail" } : {};
    switch (step.kind) {
      case "probe":
        return {
          takesMs: step.ms,
          failTimes: step.failTimes,
          permanent: step.permanent,
          port: PROBE_PORTS[step.pick]!,
          n: "{{ payload.n }}",
          ...(orderMatters && step.deaf && { deaf: true }),
        };
      case "branch":
        return { cases: [{ label: "one", condition: { "==": [{ var: "n" }, step.pick] } }, { else: true }] };
      case "switch":
        return { value: step.pick === 0 ? "b" : "{{ payload.letter }}", cases: [{ value: "a" }, { else: true }] };
      case "delay":
        return { ms: step.ms };
      case "sleep_until":
        return { until: "2020-01-01T00:00:00Z" };
      case "transform":
        return { output: { twice: "{{ payload.n * 2 }}" } };
      case "set":
        return { values: { [id]: step.pick } };
      case "wait_for_signal":
        return { name: id, ...timeout };
      case "approval":
        return timeout;
      case "wait_for_event":
        return { eventType: "random", ...timeout };
      case "call_workflow":
        return { workflow: "child", wait: step.pick > 0, ...timeout };
      case "end":
        return { output: step.pick, terminate: step.pick === 0 };
      case "fail":
        return { message: `failed by ${id}` };
      case "for_each":
        return {
          items: Array.from({ length: step.pick }, (_, index) => index),
          concurrency: 1 + (step.ms % 3),
          onItemError: orderMatters && !isChain && step.ms % 2 === 0 ? "stop" : "continue",
          ...(step.permanent && { result: "{{ item + index }}" }),
        };
      case "repeat":
        return { times: step.pick };
      case "while":
        return {
          condition: step.deaf ? true : { "<": [{ var: `steps.${id}.rounds` }, step.pick] },
          maxRounds: Math.max(1, step.pick),
        };
      case "race":
        return { onBranchError: step.permanent ? "continue" : "fail", ...compensation };
      case "lock":
        return { key: `key-${step.pick}`, ...timeout, ...compensation };
      default:
        return compensation;
    }
  }

  /** Adds the signals, replies and operations that the node needs, so that no instance of it waits forever. */
  #script(step: RandomStep, id: string, settings: NodeSettings, places: readonly string[], isChain: boolean): void {
    const paths = places.map((place) => place + id);
    const mayFail = this.#mix.orderMatters || isChain;
    const skip: (path: string) => Operation = (path) => ({ name: "skip", path, output: { skipped: id } });
    if (settings.onError === "pause") {
      for (const path of paths) this.incidents.push([path, resolution(step, path, mayFail) ?? skip(path)]);
    }
    switch (step.kind) {
      case "wait_for_signal":
        for (const path of paths) {
          this.signals.push({ afterMs: step.ms, name: id, payload: step.pick });
          if (this.#mix.orderMatters) this.waits.push([path, { name: "skipWait", path }]);
        }
        return;
      case "delay":
      case "sleep_until":
        if (!this.#mix.orderMatters) return;
        for (const path of paths) this.waits.push([path, { name: "skipWait", path }]);
        return;
      case "approval":
        for (const path of paths) {
          const decision = step.pick > 1 ? "approved" : "rejected";
          this.waits.push([path, { name: "decide", path, decision }]);
        }
        return;
      case "wait_for_event":
        for (const path of paths) this.#callerSteps.push({ path, ms: step.ms, reply: { event: randomEvent(id) } });
        return;
      case "call_workflow":
        for (const path of paths) {
          const status = step.permanent ? "failed" : "completed";
          this.#callerSteps.push({ path, ms: step.ms, reply: { executionId: "exe_child", status, output: step.pick } });
        }
        return;
      case "lock":
        if (step.failTimes === 0) return;
        for (const path of paths) {
          this.refusedLocks.push(path);
          this.#callerSteps.push({ path, ms: step.ms, reply: { granted: true } });
        }
        return;
    }
  }
}

/** The operation that resolves an incident other than by a skip: a retry that succeeds, or a failure. */
function resolution(step: RandomStep, path: string, mayFail: boolean): Operation | null {
  if (step.pick === 1 && step.kind === "probe") return { name: "retry", path, input: { give: "mended" } };
  return mayFail && step.pick === 2 ? { name: "fail", path, message: "no use" } : null;
}

/** The paths that the scopes of a container can have, each ending with a slash. */
function innerPlaces(step: RandomStep, path: string): readonly string[] {
  const rounds = (count: number, name: string): string[] =>
    Array.from({ length: count }, (_, index) => `${name}[${index}]/`);
  switch (step.kind) {
    case "for_each":
    case "repeat":
      return rounds(step.pick, path);
    case "while":
      return rounds(Math.max(1, step.pick), path);
    default:
      return [`${path}/`];
  }
}

function randomEvent(id: string): JsonObject {
  return { id: `evt_${id}`, type: "random", source: "test", time: "2026-01-01T00:00:00.000Z", data: { n: 1 } };
}
