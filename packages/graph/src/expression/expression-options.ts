/** How an expression is compiled. */
export interface ExpressionOptions {
  /** JSON Pointer of the expression, the beginning of every reference's `at`. Default: the document itself. */
  readonly at?: string;
  /** Whose meaning the expression has: that of the definition it stands in. Default: the newest. */
  readonly interpreterVersion?: number;
}
