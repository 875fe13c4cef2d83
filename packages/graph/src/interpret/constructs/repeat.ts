import type { Failure } from "../../definition/failure.ts";
import type { Construct } from "../state/construct.ts";
import { failNode } from "../step/ending.ts";
import { compileData, renderData } from "../step/render-data.ts";
import { compensateSchema } from "./container-schema.ts";
import { CORE_PACK } from "./core-pack.ts";
import { beginRounds, roundEnded, type HasNext } from "./rounds.ts";
import { roundsOutput, roundsOutputOf } from "./rounds-output.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";
import type { LoopProgress } from "../state/loop-progress.ts";

/** The largest number of rounds that the author of a loop may ask for. */
export const MAX_ROUNDS = 1_000_000;

/** Runs the nodes inside a given number of times, one round after the other. */
export const repeat: Construct<CompiledTemplate, LoopProgress> = {
  manifest: {
    type: "repeat",
    title: "Repeat",
    description: "Runs the nodes inside a given number of times, one round after the other.",
    runs: "machine",
    input: {
      type: "object",
      required: ["times"],
      properties: {
        times: { type: "integer", minimum: 0, maximum: MAX_ROUNDS, description: "The number of rounds." },
        compensate: compensateSchema,
      },
    },
    output: roundsOutput,
    ports: ["out"],
    idempotent: true,
    sentence: ["repeat {times} times"],
    pack: CORE_PACK,
    example: { times: 3 },
  },
  fields: { compensate: "literal" },
  container: { scopes: "perRound", loop: "rounds", gives: "last" },
  outputOf: roundsOutputOf,
  compile: compileData,
  enter(run, scope, node) {
    const { times } = renderData(run, scope, node);
    const total = typeof times === "number" ? times : Number.NaN;
    if (!Number.isInteger(total) || total < 0 || total > MAX_ROUNDS) {
      failNode(run, scope, node, NOT_A_COUNT);
      return;
    }
    beginRounds(run, scope, node, total, { times: total }, hasNext);
  },
  onScopeEnd(run, entry, child, closing) {
    roundEnded(run, entry, child, closing, hasNext);
  },
};

const hasNext: HasNext<CompiledTemplate> = (_, { memo: loop }) => loop.next < loop.total;

const NOT_A_COUNT: Failure = {
  code: "INPUT_INVALID",
  message: `The rendered value of times is not a whole number from 0 to ${MAX_ROUNDS}.`,
  hint: "Give a number, or a template whose value is one.",
  retryable: false,
};
