import type { Attempt } from "./recording.ts";
import { awaitedBy, isOpenStep, type Awaited, type Json, type StepFold } from "@tempograph/graph";

/** What one open step waits for. */
export interface Wait {
  readonly path: string;
  readonly nodeId: string;
  readonly kind: Awaited["kind"];
  /** A sentence without the moment of `until`. */
  readonly sentence: string;
  /** When a timer ends the wait, in ms since epoch; null if none does. */
  readonly until: number | null;
}

/**
 * Says why an execution does not go on at this moment: one sentence for each step that is open and has no open step inside. `inputs` are
 * those of open steps by path, as far as they are known: the name of a signal is in the input of the step that waits for it. `name` calls a
 * step as people know it. `attempts` are those of the steps by path.
 */
export function whyWaiting(
  steps: StepFold,
  isPaused: boolean,
  inputs: ReadonlyMap<string, unknown> = new Map(),
  name: (path: string) => string = (path) => path,
  attempts: ReadonlyMap<string, readonly Pick<Attempt, "failure">[]> = new Map(),
): readonly Wait[] {
  const open = [...steps.states()].filter(({ status }) => isOpenStep(status));
  const around = new Set(open.flatMap(({ path }) => pathsAround(path)));
  const waits = open
    .filter(({ path }) => !around.has(path))
    .map((state): Wait => {
      const input = state.input ?? (inputs.get(state.path) as Json | undefined);
      const awaited = awaitedBy({ ...state, input }, 0);
      const code = state.failure === null ? "" : ` (${state.failure.code})`;
      return {
        path: state.path,
        nodeId: state.nodeId,
        kind: awaited.kind,
        sentence: lacksWorker(attempts.get(state.path))
          ? noWorker(name(state.path), state.type)
          : state.status === "scheduled"
            ? notTaken(name(state.path))
            : sentenceOf(name(state.path), awaited, code),
        until: state.until,
      };
    });
  if (!isPaused) return waits;
  const sentence = "A person has paused the execution: nothing new begins until somebody resumes it.";
  return [{ path: "", nodeId: "", kind: "resume", sentence, until: null }, ...waits];
}

/** The paths of the containers around a step: `a[2]/b/c` is inside `a` and `a[2]/b`. */
function pathsAround(path: string): string[] {
  const slashes = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
  return slashes.map((around) => around.replace(/\[\d+\]$/, ""));
}

/** The last worker that took the step did not have its node type. */
function lacksWorker(attempts: readonly Pick<Attempt, "failure">[] | undefined): boolean {
  return attempts?.at(-1)?.failure?.code === "NODE_TYPE_UNKNOWN";
}

const noWorker = (step: string, type: string): string =>
  `${step} waits for a worker that has the node type ${type}: start one whose node packs bring it.`;
const notTaken = (step: string): string => `${step} waits until a worker takes it.`;

function sentenceOf(step: string, { kind, name }: Awaited, code: string): string {
  const named = name === null ? "" : ` "${name}"`;
  switch (kind) {
    case "signal":
      return `${step} waits for the signal${named}.`;
    case "event":
      return `${step} waits for an event${name === null ? "" : ` of the type ${name}`}.`;
    case "approval":
      return `${step} waits for somebody to decide${named}.`;
    case "workflow":
      return `${step} waits for the execution that it has called${named === "" ? "" : `, of the workflow${named}`}.`;
    case "lock":
      return `${step} waits for the lock${named}.`;
    case "timer":
      return `${step} waits for its time.`;
    case "person":
      return `${step} has failed${code} and waits for a person to retry it, to skip it or to let it fail.`;
    case "resume":
      return "The execution is paused.";
    case "step":
      return `A worker carries out ${step}.`;
  }
}
