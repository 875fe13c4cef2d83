/** How an expression is compiled. */
export interface ExpressionOptions {
  /** JSON Pointer of the expression, the beginning of every reference's `at`. Default: the document itself. */
  readonly at?: string;
  /** The interpreter version whose rules apply: that of the definition which contains the expression. Default: the newest. */
  readonly interpreterVersion?: number;
  /** Those of `FACT_ROOTS` that the trigger of the condition declares. */
  readonly facts?: readonly string[];
  /** JSON Pointers, `at` included, of the texts that are URLs: in these, values are encoded for their place. */
  readonly urls?: ReadonlySet<string>;
}
