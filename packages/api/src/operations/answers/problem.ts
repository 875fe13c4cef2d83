import { z } from "zod";
import { answer, choice, flag, json, payload, text } from "../fields.ts";

// The answers of operations. GraphQL's object types and OpenAPI's schemas are made from them. Times are in RFC 3339.

export const any = z.unknown();
export const object = z.looseObject({});
export const moment = z.iso.datetime();

const cure = z.string().optional().describe("The older name of `hint`.").meta({ deprecated: true });

export const fixAnswer = answer(
  "Fix",
  "A change that resolves a problem.",
  {
    title: text("What the change does, in a few words."),
    patch: json("JSON Patch (RFC 6902) on the graph that was checked, with its triggers under `triggers`."),
    isGuess: flag(
      "It assumes what the author meant. Otherwise the workflow would do the same, or no other change resolves the problem.",
    ).optional(),
  },
  { component: "GraphFix", loose: true, access: "known" },
);

/** Its GraphQL type is in `graphql/failure-and-problem.ts`. */
export const problemAnswer = answer(
  "Problem",
  "A problem of a graph at one place.",
  {
    code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
    severity: choice("Severity", "How serious a problem is.", {
      error: "Publishing is refused; a draft may be saved with it.",
      warning: "Publishing is possible all the same.",
    }).describe("Whether publishing is refused because of it."),
    path: z.string().describe("JSON Pointer into the input, such as `/nodes/3/data/url`."),
    node: z.string().optional().describe("The id of the node or edge that has the problem."),
    message: z.string().describe("What is wrong."),
    hint: z.string().optional().describe("What to do about it."),
    fix: fixAnswer
      .optional()
      .describe("A change that resolves it, if there is one that needs no decision but yes or no."),
    cure,
  },
  { component: "GraphProblem", loose: true, access: "known" },
);

/** Its GraphQL type is in `graphql/failure-and-problem.ts`. */
export const failureAnswer = answer(
  "Failure",
  "Why a step, an attempt or an execution failed.",
  {
    code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
    message: payload(z.string().describe("What happened.")),
    path: z.string().optional().describe("The step that failed."),
    hint: z.string().optional().describe("What to do about it."),
    cure,
    retryable: z.boolean().optional().describe("Whether another attempt could help."),
    details: payload(json("Further details, if the node gives them.").optional()),
  },
  { loose: true },
);
