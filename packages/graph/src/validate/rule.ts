import type { Problem } from "../definition/problem.ts";
import type { ValidationContext } from "./validation-context.ts";

/** One rule yields the problems that it finds in a graph. It is pure and takes linear time unless its docstring says otherwise. */
export type Rule = (context: ValidationContext) => Iterable<Problem>;
