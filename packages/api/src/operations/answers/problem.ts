import { z } from "zod";
import { answer, choice, json } from "../fields.ts";

// What operations answer with. GraphQL's object types and OpenAPI's schemas are both read from it; times are RFC 3339.

export const any = z.unknown();
export const object = z.looseObject({});
export const moment = z.iso.datetime();

const cure = z.string().optional().describe("The older name of `hint`.").meta({ deprecated: true });

/** Its GraphQL type is in `graphql/failure-and-problem.ts`. */
export const problemAnswer = answer(
  "Problem",
  "What is wrong with a graph, at one place.",
  {
    code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
    severity: choice("Severity", "How bad a problem is.", {
      error: "Publishing refuses; a draft may be saved with it.",
      warning: "Published all the same.",
    }).describe("Whether publishing refuses on it."),
    path: z.string().describe("JSON Pointer into what was sent: `/nodes/3/data/url`."),
    node: z.string().optional().describe("Id of the node or edge it is about."),
    message: z.string().describe("What is wrong."),
    hint: z.string().optional().describe("What to do about it."),
    cure,
  },
  { component: "GraphProblem", loose: true },
);

/** Its GraphQL type is in `graphql/failure-and-problem.ts`. */
export const failureAnswer = answer(
  "Failure",
  "Why a step, an attempt or an execution failed.",
  {
    code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
    message: z.string().describe("What happened."),
    path: z.string().optional().describe("The step it is about."),
    hint: z.string().optional().describe("What to do about it."),
    cure,
    retryable: z.boolean().optional().describe("Whether another attempt could help."),
    details: json("More, where the node gives it.").optional(),
  },
  { loose: true },
);
