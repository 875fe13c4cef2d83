import {
  type ConstructDescriptor,
  descriptorOf,
  type Failure,
  type Json,
  type JsonSchema,
  type NodeTypeManifest,
  type RunStep,
  type StepOutcome,
} from "@tempograph/graph";
import { exampleOutput } from "./example-output.ts";
import type { SimulatedOutcome, SimulationScript, SimulationWarning } from "./simulation.ts";

/** A reply that a caller step gets at a later virtual moment. */
export interface LaterReply {
  readonly path: string;
  readonly key: string;
  readonly reply: Json;
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Decides the outcome of each attempt from the script; nothing is carried out. A request for a workflow, an event or a lock is
 * answered as a worker would answer it: at once or by a later reply.
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
    const simulate = descriptorOf(step.type)?.simulate;
    return simulate === undefined ? this.#step(step, attempt) : this.#ask(step, at, simulate);
  }

  /** Takes the replies that the steps of this moment will get. Each reply is returned once. */
  takeLater(): readonly LaterReply[] {
    const later = this.#later;
    this.#later = [];
    return later;
  }

  warnings(): SimulationWarning[] {
    const missing = [...this.generated].map((path): SimulationWarning => ({
      code: "OUTCOME_MISSING",
      path,
      message: `There is no outcome for ${path}, so its output was made up from its node type.`,
    }));
    const unused = Object.keys(this.#script.outcomes).filter((key) => !this.#used.has(key));
    return [
      ...missing,
      ...unused.map((key): SimulationWarning => ({
        code: "OUTCOME_UNUSED",
        path: key,
        message: `The outcome for ${key} was not used, because no side effect of this path or node happened.`,
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

  /** Answers the request of a construct as its descriptor says. */
  #ask(step: RunStep, at: number, simulate: NonNullable<ConstructDescriptor["simulate"]>): StepOutcome {
    const outcome = this.#outcomeOf(step);
    const { answer, reply } = simulate(step.input, {
      path: step.path,
      output: outcome?.output,
      failure: outcome?.failure && failureOf(outcome.failure),
      takesMs: outcome?.takesMs ?? 0,
      isReplied: this.#replied.has(step.path),
      makeUp: () => this.#outputOf(step, outcome, undefined),
    });
    if (reply !== undefined) this.#reply(step, reply, at, outcome);
    return answer;
  }

  #reply(step: RunStep, reply: Json, at: number, outcome: SimulatedOutcome | undefined): void {
    this.#later.push({ path: step.path, key: step.idempotencyKey, reply, at: at + (outcome?.takesMs ?? 0) });
  }
}

function failureOf({ code, message, retryable, details }: NonNullable<SimulatedOutcome["failure"]>): Failure {
  return {
    code,
    message: message ?? "The script lets this step fail.",
    ...(retryable !== undefined && { retryable }),
    ...(details !== undefined && { details }),
  };
}
