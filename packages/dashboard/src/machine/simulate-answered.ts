import {
  isObject,
  simulateDefinition,
  type Caller,
  type Json,
  type SimulatedDefinition,
  type SimulatedStep,
  type SimulationRequest,
} from "@tempograph/graph";

/** What a person does for every step of a node that waits for a person: decides the approval, or sends the signal. */
export interface Answer {
  readonly kind: "approved" | "rejected" | "signalled";
  /** Of the form, or the signal's payload. */
  readonly data: Json;
  /** Virtual milliseconds after the step began to wait. */
  readonly afterMs: number;
}

export interface Answers {
  readonly [nodeId: string]: Answer;
}

/** A loop may wait in every round. Each answer needs a simulation of its own, so that their number is bounded. */
const MOST_ANSWERS = 50;

/**
 * Simulates a graph in which steps that wait for people are answered. When a step begins to wait is only known once everything before it has
 * been simulated, so the graph is simulated again with each answer.
 */
export async function simulateAnswered(
  request: SimulationRequest,
  answers: Answers,
  clock: () => number,
): Promise<SimulatedDefinition> {
  const operations = [...request.script.operations];
  const signals = [...request.script.signals];
  const answered = new Set<string>();
  for (;;) {
    const simulated = await simulateDefinition(
      { ...request, script: { ...request.script, operations, signals } },
      clock,
    );
    if ("refused" in simulated || answered.size === MOST_ANSWERS) return simulated;
    const step = simulated.simulation.steps.find(
      ({ nodeId, path, startedAtMs }) => Object.hasOwn(answers, nodeId) && startedAtMs !== null && !answered.has(path),
    );
    const answer = step && answers[step.nodeId];
    if (step === undefined || answer === undefined) return simulated;
    answered.add(step.path);
    const { kind, data } = answer;
    const afterMs = (step.startedAtMs ?? 0) + answer.afterMs;
    const { path } = step;
    if (kind === "signalled") signals.push({ afterMs, name: signalOf(step), payload: data });
    else operations.push({ afterMs, operation: { name: "decide", path, decision: kind, data }, by: approverOf(step) });
  }
}

function signalOf({ input }: SimulatedStep): string {
  return isObject(input) ? String(input["name"]) : "";
}

/** Somebody who may decide: the first of those whom the approval names. */
function approverOf({ input }: SimulatedStep): Caller {
  const named = isObject(input) ? input["approvers"] : undefined;
  const first: unknown = Array.isArray(named) ? named[0] : named;
  const [, kind, name = ""] = /^(role|user):(.+)$/.exec(typeof first === "string" ? first : "") ?? [];
  if (kind === "user") return { name, roles: [] };
  return { name: "you", roles: kind === "role" ? [name] : ["owner"] };
}
