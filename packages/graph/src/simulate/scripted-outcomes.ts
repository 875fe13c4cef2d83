import type { ConstructDescriptor } from "../definition/construct-descriptor.ts";
import type { Json, JsonSchema } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { RunStep } from "../interpret/command.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import type { StepOutcome } from "./local-runner.ts";
import { scriptedAttempt, scriptedFailure, scriptedPlace, type ScriptedOutcome } from "./scripted-outcome.ts";
import { exampleOutput } from "./example-output.ts";
import type { SimulationScript, SimulationWarning } from "./simulation.ts";

/** Schedules the reply that a step asked for; `at` in virtual ms since epoch. */
export type ReplyLater = (path: string, reply: Json, at: number) => void;

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
  readonly #replyLater: ReplyLater;

  constructor(script: SimulationScript, types: ReadonlyMap<string, NodeTypeManifest>, replyLater: ReplyLater) {
    this.#replyLater = replyLater;
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

  #outcomeOf(step: RunStep): ScriptedOutcome | undefined {
    const place = scriptedPlace(this.#script.outcomes, step);
    if (place === undefined) return undefined;
    this.#used.add(place);
    return this.#script.outcomes[place];
  }

  #step(step: RunStep, attempt: number): StepOutcome {
    const outcome = this.#outcomeOf(step) ?? {};
    return scriptedAttempt(outcome, attempt, () => this.#outputOf(step, outcome, this.#types.get(step.type)?.output));
  }

  #outputOf(step: RunStep, outcome: ScriptedOutcome | undefined, schema: JsonSchema | undefined): Json {
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
      failure: outcome?.failure && scriptedFailure(outcome.failure),
      takesMs: outcome?.takesMs ?? 0,
      isReplied: this.#replied.has(step.path),
      makeUp: () => this.#outputOf(step, outcome, undefined),
    });
    if (reply !== undefined) this.#replyLater(step.path, reply, at + (outcome?.takesMs ?? 0));
    return answer;
  }
}
