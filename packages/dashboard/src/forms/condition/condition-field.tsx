import { Input, SegmentedControl } from "@mantine/core";
import { lazy, Suspense, useId, useState, type ReactElement } from "react";
import { JsonEditor } from "../code/json-editor.tsx";
import { useKeptText } from "../code/unread-context.ts";
import type { FieldProps } from "../field-props.ts";
import { TemplateField } from "../template/template-field.tsx";

// The rule builder brings a store of its own, which a page without conditions does not need.
const RuleBuilder = lazy(async () => ({ default: (await import("./rule-builder.tsx")).RuleBuilder }));

type Way = "rules" | "formula" | "json";
const WAYS: { readonly value: Way; readonly label: string }[] = [
  { value: "rules", label: "Rules" },
  { value: "formula", label: "Formula" },
  { value: "json", label: "JSON" },
];

/** A condition as rules to click together, as a formula in CEL, or as JSON. Looking at it in another way changes nothing. */
export function ConditionField({ label, value, onChange, isRequired = false, ...props }: FieldProps): ReactElement {
  const id = useId();
  const hasKept = useKeptText().text !== undefined;
  const [chosen, setWay] = useState<Way | undefined>(hasKept ? "json" : undefined);
  const way = chosen ?? (typeof value === "string" ? "formula" : "rules");
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id }}
      description={props.description}
      withAsterisk={isRequired}
    >
      <SegmentedControl
        size="xs"
        my={4}
        aria-label={`${label}: written as`}
        data={WAYS}
        value={way}
        onChange={(next) => setWay(next as Way)}
      />
      {way === "rules" && (
        <Suspense fallback={null}>
          <RuleBuilder label={label} value={value} onChange={onChange} />
        </Suspense>
      )}
      {way === "json" && <JsonEditor label={label} value={value} onChange={onChange} height="8rem" />}
      {way === "formula" && (
        <TemplateField
          label="Formula"
          isCondition
          placeholder="{{ payload.total > 1000 }}"
          value={typeof value === "string" ? value : ""}
          description={typeof value === "object" && value !== null ? "A formula replaces the rules." : undefined}
          onChange={(text) => onChange(text === "" ? undefined : text)}
        />
      )}
      {props.problems}
    </Input.Wrapper>
  );
}
