import type { NameInScope, NodeScope } from "@tempograph/graph";
import { createContext, useContext } from "react";

/** What the expressions of a form can read, with real values for it. */
export interface FormScope {
  readonly names: readonly NameInScope[];
  /** Of the last execution, or a stored event. */
  readonly sample: NodeScope;
}

export const NO_SCOPE: FormScope = { names: [], sample: {} };

export const ScopeContext: React.Context<FormScope> = createContext<FormScope>(NO_SCOPE);

export function useScope(): FormScope {
  return useContext(ScopeContext);
}
