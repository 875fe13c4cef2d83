import type { JsonObject } from "../../definition/json.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileCondition, type CompiledCondition } from "../../expression/compile-condition.ts";
import { casePort } from "../../definition/ports-of.ts";
import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { scopeView } from "../scope/scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";
import { caseOutput } from "./case-output.ts";

interface Case {
  readonly port: string;
  /** Null for the else case. */
  readonly condition: CompiledCondition | null;
}

/** Ends on the port of the first case whose condition holds, otherwise on that of the else case, otherwise on `out` (rule 3). */
export const branch: Construct<readonly Case[]> = {
  manifest: {
    type: "branch",
    title: "Branch",
    description: "Continues at the first case whose condition holds, otherwise at the else case.",
    runs: "machine",
    input: {
      type: "object",
      required: ["cases"],
      properties: {
        cases: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            properties: {
              label: { type: "string", minLength: 1, description: "The port's name." },
              condition: { description: "JSONLogic or {{ CEL }} over the payload, steps and vars." },
              else: { const: true, description: "Taken when no condition holds." },
              next: { type: "string", description: "Id of the node to continue with, instead of an edge." },
            },
            anyOf: [{ required: ["condition"] }, { required: ["else"] }],
          },
        },
      },
    },
    output: { type: "object", properties: { case: { type: ["string", "null"] } }, required: ["case"] },
    ports: ["out"],
    portsFrom: "cases",
    idempotent: true,
    pack: CORE_PACK,
    example: { cases: [{ label: "hot", condition: { ">": [{ var: "lead.score" }, 80] } }, { else: true }] },
  },
  fields: { cases: "cases" },
  fieldsOnly: true,
  outputOf: caseOutput,
  compile(node, interpreterVersion) {
    const cases = (node.data["cases"] as readonly JsonObject[]).map((one, index): Case => ({
      port: casePort(one, index),
      condition: one["else"] === true ? null : compileCondition(one["condition"] ?? null, { interpreterVersion }),
    }));
    return { compiled: cases, references: cases.flatMap((one) => one.condition?.references ?? []) };
  },
  enter(run, scope, node) {
    const view = scopeView(run, scope, node);
    const budget = createBudget();
    const cases = node.compiled;
    const match =
      cases.find((one) => one.condition?.evaluate(view, budget, "execution") === true) ??
      cases.find((one) => one.condition === null);
    endNode(run, scope, node, match?.port ?? "out", { case: match?.port ?? null });
  },
};
