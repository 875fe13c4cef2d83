import type { JsonObject } from "../../definition/json.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { createBudget } from "../../expression/budget.ts";
import type { Construct } from "../construct.ts";
import { failNode } from "../step/ending.ts";
import { scopeView } from "../scope/scope-view.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";

/** Fails the scope with the author's own code and message (rule 5). */
export const fail: Construct = {
  manifest: {
    type: "fail",
    title: "Fail",
    description: "Fails the execution with a code and a message of your own.",
    runs: "machine",
    input: {
      type: "object",
      required: ["message"],
      properties: {
        code: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$", description: "UPPER_SNAKE. Default FAILED." },
        message: { type: "string" },
        details: { description: "Anything that helps." },
      },
    },
    ports: [],
    idempotent: true,
    pack: CORE_PACK,
    example: { code: "LEAD_TOO_COLD", message: "Score {{ payload.lead.score }} is below 10" },
  },
  compile(node, interpreterVersion) {
    const template = compileTemplate(node.data, { at: "/data", interpreterVersion });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const input = (node.compiled as CompiledTemplate).render(scopeView(run, scope, node), createBudget()) as JsonObject;
    const { code, message, details } = input;
    failNode(run, scope, node, {
      code: typeof code === "string" ? code : "FAILED",
      message: textOf(message),
      retryable: false,
      ...(details !== undefined && { details }),
    });
  },
};
