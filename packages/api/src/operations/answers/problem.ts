import { z } from "zod";

// What REST answers look like, for OpenAPI: the same names as GraphQL, in camelCase; times are RFC 3339.

export const json = z.unknown();
export const moment = z.iso.datetime();

export const problemAnswer = z
  .object({
    code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
    severity: z.enum(["error", "warning"]).describe("Publishing refuses errors; warnings pass."),
    path: z.string().describe("JSON Pointer into what was sent."),
    node: z.string().optional().describe("Id of the node or edge it is about."),
    message: z.string().describe("What is wrong."),
    hint: z.string().optional().describe("What to do about it."),
    cure: z.string().optional().describe("The older name of `hint`.").meta({ deprecated: true }),
  })
  .loose()
  .meta({ id: "GraphProblem" });

export const failureAnswer = z
  .object({
    code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
    message: z.string(),
    path: z.string().optional(),
    hint: z.string().optional(),
    cure: z.string().optional().describe("The older name of `hint`.").meta({ deprecated: true }),
    retryable: z.boolean().optional(),
    details: json,
  })
  .partial({ details: true })
  .loose()
  .describe("Why a step, an attempt or an execution failed.")
  .meta({ id: "Failure" });
