import { parser } from "@prometheus-io/lezer-promql";

export interface PromQl {
  /** Where the grammar of Prometheus finds an error. */
  readonly errors: readonly number[];
  /** The metrics of an expression with the labels that it selects by. */
  readonly selectors: readonly {
    readonly metric: string;
    readonly labels: readonly string[];
    readonly isRange: boolean;
  }[];
  /** The labels by which it groups. */
  readonly groups: readonly string[];
}

/** Reads an expression with Prometheus' own grammar. */
export function readPromQl(expr: string): PromQl {
  const errors: number[] = [];
  const groups: string[] = [];
  const selectors: { metric: string; labels: string[]; isRange: boolean }[] = [];
  let ranges = 0;
  parser.parse(expr).iterate({
    enter({ name, from, to, type }) {
      const text = expr.slice(from, to);
      if (type.isError) errors.push(from);
      else if (name === "MatrixSelector") ranges += 1;
      else if (name === "VectorSelector") selectors.push({ metric: "", labels: [], isRange: ranges > 0 });
      else if (name === "Identifier" && selectors.at(-1)?.metric === "") selectors.at(-1)!.metric = text;
    },
    leave({ name, from, to, node }) {
      if (name === "MatrixSelector") ranges -= 1;
      if (name !== "LabelName") return;
      const isGroup = node.parent?.name === "GroupingLabels";
      (isGroup ? groups : selectors.at(-1)!.labels).push(expr.slice(from, to));
    },
  });
  return { errors, selectors, groups };
}
