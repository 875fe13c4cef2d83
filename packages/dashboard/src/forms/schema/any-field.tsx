import { Button, Group, Input } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { JsonEditor } from "../code/json-editor.tsx";
import { useKeptText } from "../code/unread-context.ts";
import type { FieldProps } from "../field-props.ts";
import { isScalar, parseScalar, printScalar } from "../rules/scalar.ts";
import { TemplateField } from "../template/template-field.tsx";

interface Props extends FieldProps {
  readonly canBeTemplate: boolean;
}

/** A value of any type: one line with a text, a number or a template, or JSON with templates in its texts. */
export function AnyField({ value, onChange, canBeTemplate, ...common }: Props): ReactElement {
  const isOneLine = value === undefined || isScalar(value);
  const hasKept = useKeptText().text !== undefined;
  const [asJson, setAsJson] = useState(!isOneLine || hasKept);
  const showJson = asJson || !isOneLine;
  const other = (
    <Group justify="flex-end">
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={`${showJson ? "One line" : "As JSON"} for ${common.label}`}
        disabled={showJson && !isOneLine}
        onClick={() => setAsJson(!showJson)}
      >
        {showJson ? "One line" : "As JSON"}
      </Button>
    </Group>
  );
  if (!showJson && canBeTemplate) {
    const text = value === undefined || !isScalar(value) ? "" : printScalar(value);
    return (
      <TemplateField
        {...common}
        value={text}
        hasLines={text.includes("\n")}
        onChange={(typed) => onChange(typed === "" ? undefined : parseScalar(typed))}
        aside={other}
      />
    );
  }
  return (
    <Input.Wrapper
      label={common.label}
      labelElement="div"
      description={common.description}
      withAsterisk={common.isRequired === true}
    >
      {other}
      <JsonEditor label={common.label} value={value} onChange={onChange} height="9rem" />
      {common.problems}
    </Input.Wrapper>
  );
}
