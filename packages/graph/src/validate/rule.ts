import type { Problem } from "../definition/problem.ts";
import type { ValidationContext } from "./validation-context.ts";

/** One rule: looks at a graph and says what breaks it. Pure, in time linear in the graph unless it says otherwise. */
export type Rule = (context: ValidationContext) => Iterable<Problem>;
