import type { Failure, Json, JsonObject, JsonSchema, NodeTypeManifest, RunStep, StepOutcome } from "@tempograph/graph";
import { exampleOutput } from "./example-output.ts";
import type { SimulatedOutcome, SimulationScript, SimulationWarning } from "./simulation.ts";

/** What a step asked for and gets later: `reply` at a virtual moment. */
export interface LaterReply {
  readonly path: string;
  readonly key: string;
  readonly reply: Json;
  /** Virtual ms since epoch. */
  readonly at: number;
}

/**
 * What each attempt comes to, from the script. Nothing is carried out: this is all that a simulated side effect is.
 * Asking for a workflow, an event or a lock is answered as the worker would: at once or by a later reply.
 */
export class ScriptedOutcomes {
  readonly attempts = new Map<string, number>();
  readonly generated = new Set<string>();
  readonly #script: SimulationScript;
  readonly #types: ReadonlyMap<string, NodeTypeManifest>;
  readonly #used = new Set<string>();
  readonly #replied: ReadonlySet<string>;
  #later: LaterReply[] = [];

  constructor(script: SimulationScript, types: ReadonlyMap<string, NodeTypeManifest>) {
    this.#script = script;
    this.#types = types;
    this.#replied = new Set(script.replies.map((reply) => reply.path));
  }

  attempt(step: RunStep, attempt: number, at: number): StepOutcome {
    if (step.purpose === "cancel" || step.purpose === "release") return { output: {} };
    this.attempts.set(step.path, attempt);
    switch (step.type) {
      case "call_workflow":
        return this.#call(step, at);
      case "wait_for_event":
        return this.#event(step, at);
      case "lock":
        return this.#lock(step, at);
      default:
        return this.#step(step, attempt);
    }
  }

  /** Replies that the steps of this moment will get; each once. */
  takeLater(): readonly LaterReply[] {
    const later = this.#later;
    this.#later = [];
    return later;
  }

  warnings(): SimulationWarning[] {
    const missing = [...this.generated].map((path): SimulationWarning => ({
      code: "OUTCOME_MISSING",
      path,
      message: `Nobody said what ${path} comes to: its output was made up from its node type.`,
    }));
    const unused = Object.keys(this.#script.outcomes).filter((key) => !this.#used.has(key));
    return [
      ...missing,
      ...unused.map((key): SimulationWarning => ({
        code: "OUTCOME_UNUSED",
        path: key,
        message: `The outcome for ${key} was not needed: no side effect of this path or node came to pass.`,
      })),
    ];
  }

  #outcomeOf({ path, nodeId }: RunStep): SimulatedOutcome | undefined {
    for (const key of [path, nodeId]) {
      if (!Object.hasOwn(this.#script.outcomes, key)) continue;
      this.#used.add(key);
      return this.#script.outcomes[key];
    }
    return undefined;
  }

  #step(step: RunStep, attempt: number): StepOutcome {
    const outcome = this.#outcomeOf(step);
    const takesMs = outcome?.takesMs ?? 0;
    if (outcome?.failure !== undefined && attempt <= (outcome.attempts ?? Infinity))
      return { failure: failureOf(outcome.failure), takesMs };
    const output = this.#outputOf(step, outcome, this.#types.get(step.type)?.output);
    return { output, ...(outcome?.port !== undefined && { port: outcome.port }), takesMs };
  }

  #outputOf(step: RunStep, outcome: SimulatedOutcome | undefined, schema: JsonSchema | undefined): Json {
    if (outcome?.output !== undefined) return outcome.output;
    this.generated.add(step.path);
    return exampleOutput(schema);
  }

  #call(step: RunStep, at: number): StepOutcome {
    const { workflow, version, wait } = step.input;
    const executionId = `simulated:${step.path}`;
    const outcome = this.#outcomeOf(step);
    if (wait !== false && !this.#replied.has(step.path)) {
      const end: JsonObject =
        outcome?.failure === undefined
          ? { status: "completed", output: this.#outputOf(step, outcome, undefined) }
          : { status: "failed", failure: failureOf(outcome.failure) as unknown as Json };
      this.#reply(step, { executionId, ...end }, at, outcome);
    }
    return { output: { executionId, workflowId: workflow ?? null, version: version ?? 1 } };
  }

  /** Without an outcome the event does not come: the step waits. */
  #event(step: RunStep, at: number): StepOutcome {
    const outcome = this.#outcomeOf(step);
    if (outcome?.failure !== undefined) return { failure: failureOf(outcome.failure) };
    if (outcome?.output !== undefined && (outcome.takesMs ?? 0) === 0) return { output: { event: outcome.output } };
    if (outcome?.output !== undefined) this.#reply(step, { event: outcome.output }, at, outcome);
    return { output: { event: null } };
  }

  /** Without an outcome it is free. */
  #lock(step: RunStep, at: number): StepOutcome {
    const outcome = this.#outcomeOf(step);
    if (outcome?.failure !== undefined) return { failure: failureOf(outcome.failure) };
    const never = isRefusal(outcome?.output);
    if (!never && (outcome?.takesMs ?? 0) === 0) return { output: { granted: true } };
    if (!never) this.#reply(step, { granted: true }, at, outcome);
    return { output: { granted: false } };
  }

  #reply(step: RunStep, reply: Json, at: number, outcome: SimulatedOutcome | undefined): void {
    this.#later.push({ path: step.path, key: step.idempotencyKey, reply, at: at + (outcome?.takesMs ?? 0) });
  }
}

function failureOf({ code, message, retryable, details }: NonNullable<SimulatedOutcome["failure"]>): Failure {
  return {
    code,
    message: message ?? "The simulation says so.",
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
  };
}

function isRefusal(output: Json | undefined): boolean {
  return typeof output === "object" && output !== null && !Array.isArray(output) && "granted" in output
    ? output["granted"] === false
    : false;
}
