import type { FieldKind, Fix, Problem } from "@tempograph/graph";
import { createContext, useContext } from "react";
import type { FormScope } from "../scope-context.ts";

/** What the fields of a form need beside their schema and value. */
export interface SchemaFormContext {
  /** JSON Pointer of the form's value in the graph, such as `/nodes/3/data`. Problems name places in the graph. */
  readonly at: string;
  readonly problems: readonly Problem[];
  readonly onFix: ((fix: Fix) => void) | undefined;
  /** How the machine reads a field of the first level. */
  readonly readingOf: (field: string) => FieldKind;
  /** The scope of a field of the first level, where it is another one than that of the form. */
  readonly scopeOf: (field: string) => FormScope | undefined;
  /** Names to choose from, by field of the first level: connections, other nodes. */
  readonly choices: { readonly [field: string]: readonly string[] };
}

export const SchemaContext: React.Context<SchemaFormContext> = createContext<SchemaFormContext>({
  at: "",
  problems: [],
  onFix: undefined,
  readingOf: () => "literal",
  scopeOf: () => undefined,
  choices: {},
});

export function useSchemaForm(): SchemaFormContext {
  return useContext(SchemaContext);
}
