import type { CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../state/construct.ts";
import { failNode } from "../step/ending.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { compileData, renderData } from "../step/render-data.ts";

/** Fails the scope with a code and a message that the author chooses (rule 5). */
export const fail: Construct<CompiledTemplate> = {
  manifest: {
    type: "fail",
    title: "Fail",
    description: "Fails the execution with a code and a message of your own.",
    runs: "machine",
    input: {
      type: "object",
      required: ["message"],
      properties: {
        code: {
          type: "string",
          pattern: "^[A-Z][A-Z0-9_]*$",
          description: "Upper-case letters and underscores. Default FAILED.",
        },
        message: { type: "string" },
        details: { description: "Further data about the failure." },
      },
    },
    ports: [],
    idempotent: true,
    sentence: ["fail[ with {code}] saying {message}"],
    pack: CORE_PACK,
    example: { code: "LEAD_TOO_COLD", message: "Score {{ payload.lead.score }} is below 10" },
  },
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const { code, message, details } = input;
    failNode(run, scope, node, {
      code: typeof code === "string" ? code : "FAILED",
      message: textOf(message),
      retryable: false,
      ...(details !== undefined && { details }),
    });
  },
};
