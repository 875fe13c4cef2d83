import { ExpressionError, expressionScope, type Failure, type Json, type NodeScope } from "@tempograph/graph";

/** A value that an expression gives, or why it gives none. */
export type Evaluated = { readonly value: Json } | { readonly failure: Pick<Failure, "code" | "message" | "hint"> };

export interface EvaluatedWith {
  readonly scope: NodeScope;
  /** What `now()` gives, in ms since epoch. Default: the present. */
  readonly now?: number;
}

/** Evaluates something with the values of a scope. What an expression may fail with is an answer, too. */
export function evaluated(
  { scope, now = Date.now() }: EvaluatedWith,
  evaluate: (scope: ReturnType<typeof expressionScope>) => Json,
): Evaluated {
  try {
    return { value: evaluate({ ...expressionScope(scope, "exe_preview", now), now: () => now, key: () => "preview" }) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, hint } = error;
    return { failure: { code, message, ...(hint !== undefined && { hint }) } };
  }
}
