import type { Problem } from "../definition/problem.ts";

/** What is wrong with a trigger's `config`. `at` is a JSON Pointer into it: `/path`. */
export function configProblem(at: string, message: string, hint: string): Problem {
  return { code: "INVALID_TRIGGER", severity: "error", path: `/config${at}`, message, hint };
}
