/** A field of an operation's input, for people and for programs such as the command line. */
export interface FieldDescription {
  readonly name: string;
  /** `strings` is a list of texts; `json` is any other value. */
  readonly type: "string" | "integer" | "number" | "boolean" | "strings" | "json";
  readonly required: boolean;
  readonly description?: string;
  /** The only values that the field takes. */
  readonly values?: readonly string[];
}

/** What an operation does, and what it takes. */
export interface OperationDescription {
  /** The group in the documentation: `workflows`, `events`, `executions`, `bulk`, `system` and the like. */
  readonly tag: string;
  readonly kind: "query" | "mutation" | "subscription" | "list";
  /** The permission that the caller needs. */
  readonly permission: string;
  /** One line. */
  readonly summary: string;
  /** Full sentences. */
  readonly description: string;
  readonly fields: readonly FieldDescription[];
  /** An input that shows what is meant, as far as the fields do not say it by themselves. */
  readonly example?: Readonly<Record<string, unknown>>;
}
