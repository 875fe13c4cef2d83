import type { Json, JsonObject } from "../../definition/json.ts";
import { casePort } from "../../definition/ports-of.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { scopeView } from "../scope/scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";
import { caseOutput } from "./case-output.ts";

interface Compiled {
  readonly value: CompiledTemplate;
  readonly cases: readonly { readonly port: string; readonly value: Json | undefined }[];
  /** The port of the else case; `out` without one. */
  readonly otherwise: string;
}

/** Ends on the port of the case with an equal value. Values of different types are never equal: "1" is not 1. */
export const switchNode: Construct<Compiled> = {
  manifest: {
    type: "switch",
    title: "Switch",
    description: "Continues at the case with an equal value, otherwise at the else case.",
    runs: "machine",
    input: {
      type: "object",
      required: ["value", "cases"],
      properties: {
        value: { description: "The value to compare: a template, such as {{ payload.country }}." },
        cases: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            properties: {
              value: {
                type: ["string", "number", "boolean", "null"],
                description: "The value must be equal in type and value.",
              },
              label: { type: "string", minLength: 1, description: "The port's name. Default: the value as text." },
              else: { const: true, description: "Taken when no value is equal." },
              next: { type: "string", description: "Id of the node to continue with, instead of an edge." },
            },
            anyOf: [{ required: ["value"] }, { required: ["else"] }],
          },
        },
      },
    },
    output: { type: "object", properties: { case: { type: ["string", "null"] } }, required: ["case"] },
    ports: ["out"],
    portsFrom: "cases",
    idempotent: true,
    sentence: ["depending on {value}"],
    pack: CORE_PACK,
    example: { value: "{{ payload.country }}", cases: [{ value: "DE" }, { value: "FR" }, { else: true }] },
  },
  fields: { value: "template", cases: "values" },
  fieldsOnly: true,
  outputOf: caseOutput,
  compile(node, interpreterVersion) {
    const cases = node.data["cases"] as readonly JsonObject[];
    const value = compileTemplate(node.data["value"] ?? null, { at: "/data/value", interpreterVersion });
    const compiled: Compiled = {
      value,
      cases: cases.map((one, index) => ({
        port: casePort(one, index),
        value: one["else"] === true ? undefined : (one["value"] ?? null),
      })),
      otherwise: cases.map((one, index) => (one["else"] === true ? casePort(one, index) : null)).find(Boolean) ?? "out",
    };
    return { compiled, references: value.references };
  },
  enter(run, scope, node) {
    const { value, cases, otherwise } = node.compiled;
    const found = value.render(scopeView(run, scope, node), createBudget());
    const match = cases.find((one) => one.value !== undefined && one.value === found);
    const port = match?.port ?? otherwise;
    endNode(run, scope, node, port, { case: port === "out" ? null : port });
  },
};
