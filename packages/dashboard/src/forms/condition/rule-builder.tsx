import type { Json } from "@tempograph/graph";
import { useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { QueryBuilder, type RuleGroupType } from "react-querybuilder";
import { QUERY_OPERATORS, type QueryGroup } from "../rules/query.ts";
import { toQuery } from "../rules/read-query.ts";
import { fromQuery } from "../rules/write-query.ts";
import { useScope } from "../scope-context.ts";
import { readablePaths } from "./readable-paths.ts";
import { controls } from "./rule-controls.tsx";
import styles from "./rule-builder.module.css";

interface Props {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

const OPERATORS = [...QUERY_OPERATORS.map(({ name, label }) => ({ name, label })), { name: "json", label: "is" }];
const COMBINATORS = [
  { name: "and", label: "All of these hold" },
  { name: "or", label: "At least one holds" },
];
const CLASSES = {
  ruleGroup: styles["group"],
  header: styles["header"],
  body: styles["body"],
  rule: styles["rule"],
};

/** A JSONLogic condition as rows and groups. A row that cannot be shown in parts is JSON. */
export function RuleBuilder({ label, value, onChange }: Props): ReactElement {
  const scope = useScope();
  const paths = useMemo(() => readablePaths(scope), [scope]);
  const [query, setQuery] = useState(() => toQuery(value));
  const written = useRef(value);
  useEffect(() => {
    // What this builder has told comes back as it is; anything else was changed elsewhere.
    if (JSON.stringify(written.current) === JSON.stringify(value)) return;
    written.current = value;
    setQuery(toQuery(value));
  }, [value]);
  const fields = useMemo(
    () => (paths.length === 0 ? ["payload"] : paths).map((name) => ({ name, label: name, value: name })),
    [paths],
  );
  const place = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    // The library makes each builder a landmark without a name, and a page may have many.
    place.current?.querySelector("[role=form]")?.setAttribute("role", "none");
  });
  return (
    <fieldset ref={place} className={styles["builder"]} aria-label={label}>
      <QueryBuilder
        fields={fields}
        operators={OPERATORS}
        combinators={COMBINATORS}
        query={query as RuleGroupType}
        onQueryChange={(next: RuleGroupType) => {
          setQuery(next as QueryGroup);
          const rule = fromQuery(next as QueryGroup);
          // The builder also tells of the ids that it gives to rows.
          if (JSON.stringify(rule) === JSON.stringify(written.current)) return;
          written.current = rule;
          onChange(rule);
        }}
        controlElements={controls}
        controlClassnames={CLASSES}
        getValueSources={() => ["value", "field"]}
        context={{ paths }}
        resetOnFieldChange={false}
        resetOnOperatorChange={false}
        showNotToggle
        suppressStandardClassnames
      />
    </fieldset>
  );
}
