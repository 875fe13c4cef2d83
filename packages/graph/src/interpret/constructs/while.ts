import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileCondition, type CompiledCondition } from "../../expression/compile-condition.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../state/construct.ts";
import { failNode } from "../step/ending.ts";
import { scopeView } from "../scope/scope-view.ts";
import { compensateSchema } from "./container-schema.ts";
import { CORE_PACK } from "./core-pack.ts";
import { MAX_ROUNDS } from "./repeat.ts";
import { beginRounds, roundEnded, type HasNext } from "./rounds.ts";
import { roundsOutput, roundsOutputOf } from "./rounds-output.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { LoopProgress } from "../state/loop-progress.ts";

interface Compiled {
  readonly condition: CompiledCondition;
  readonly maxRounds: CompiledTemplate;
  readonly testAfter: boolean;
}

/** Runs the nodes inside as long as a condition holds, but at most `maxRounds` times. */
export const whileNode: Construct<Compiled, LoopProgress> = {
  manifest: {
    type: "while",
    title: "While",
    description: "Runs the nodes inside as long as a condition holds, for at most maxRounds rounds.",
    runs: "machine",
    input: {
      type: "object",
      required: ["condition", "maxRounds"],
      properties: {
        condition: {
          description:
            "JSONLogic or {{ CEL }}, evaluated before each round. steps.<this node> is the output of the rounds so far.",
        },
        maxRounds: {
          type: "integer",
          minimum: 1,
          maximum: MAX_ROUNDS,
          description: "If the condition still holds after this many rounds, the node fails.",
        },
        testAfter: {
          type: "boolean",
          description: "Evaluate the condition only after the first round. Default false.",
        },
        compensate: compensateSchema,
      },
    },
    output: roundsOutput,
    ports: ["out"],
    idempotent: true,
    sentence: ["while {condition} for at most {maxRounds} rounds"],
    pack: CORE_PACK,
    example: { condition: { "!=": [{ var: "steps.poll.last.check.status" }, "done"] }, maxRounds: 100 },
  },
  fields: {
    condition: { kind: "condition", view: "rounds" },
    maxRounds: "bound",
    testAfter: "literal",
    compensate: "literal",
  },
  fieldsOnly: true,
  container: { scopes: "perRound", loop: "rounds", gives: "last" },
  outputOf: roundsOutputOf,
  compile({ data }, interpreterVersion) {
    const condition = compileCondition(data["condition"] ?? null, { interpreterVersion });
    const maxRounds = compileTemplate(data["maxRounds"] ?? null, { at: "/data/maxRounds", interpreterVersion });
    const compiled: Compiled = { condition, maxRounds, testAfter: data["testAfter"] === true };
    return { compiled, references: [...condition.references, ...maxRounds.references] };
  },
  enter(run, scope, node) {
    const { maxRounds } = node.compiled;
    const most: Json = maxRounds.render(scopeView(run, scope, node), createBudget());
    if (typeof most !== "number" || !Number.isInteger(most) || most < 1 || most > MAX_ROUNDS) {
      failNode(run, scope, node, NOT_A_BOUND);
      return;
    }
    beginRounds(run, scope, node, most, { maxRounds: most }, hasNext);
  },
  onScopeEnd(run, entry, child, closing) {
    roundEnded(run, entry, child, closing, hasNext);
  },
};

const hasNext: HasNext<Compiled> = (run, entry) => {
  const { condition, testAfter } = entry.node.compiled;
  const { next, total } = entry.memo;
  if (!(testAfter && next === 0)) {
    const view = scopeView(run, scopeOf(run, entry), entry.node, { index: next });
    if (!condition.evaluate(view, createBudget(), "execution")) return false;
  }
  return next < total ? true : boundReached(entry);
};

function boundReached({ node, memo: loop }: OpenEntry<Compiled, LoopProgress>): Failure {
  return {
    code: "LOOP_BOUND_REACHED",
    message: `The condition of "${node.id}" still holds after ${loop.total} rounds.`,
    hint: "Raise maxRounds, or make sure that what the condition reads changes.",
    retryable: false,
  };
}

const NOT_A_BOUND: Failure = {
  code: "INPUT_INVALID",
  message: `The rendered value of maxRounds is not a whole number from 1 to ${MAX_ROUNDS}.`,
  hint: "Give a number, or a template whose value is one.",
  retryable: false,
};
