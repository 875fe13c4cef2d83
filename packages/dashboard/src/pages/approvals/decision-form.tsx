import { Checkbox, JsonInput, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { fieldsOf, type Answers, type PlainField } from "./decision-data.ts";

interface Props {
  /** The JSON Schema of the decision's data; null: there is none to give. */
  readonly form: unknown;
  readonly answers: Answers;
  readonly onChange: (answers: Answers) => void;
}

/** The fields of an approval's form. */
export function DecisionForm({ form, answers, onChange }: Props): ReactElement | null {
  const fields = fieldsOf(form);
  if (fields.length === 0) return null;
  return (
    <Stack gap="xs">
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={answers[field.name] ?? ""}
          onChange={(value) => onChange({ ...answers, [field.name]: value })}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  readonly field: PlainField;
  readonly value: string | boolean;
  readonly onChange: (value: string | boolean) => void;
}

function Field({ field, value, onChange }: FieldProps): ReactElement {
  const { title, description, kind, isRequired, choices } = field;
  const common = { label: title, description, required: isRequired };
  const text = String(value);
  switch (kind) {
    case "flag":
      return (
        <Checkbox
          label={title}
          description={description}
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      );
    case "choice":
      return <Select {...common} data={choices} value={text || null} onChange={(one) => onChange(one ?? "")} />;
    case "number":
    case "whole":
      return (
        <NumberInput
          {...common}
          allowDecimal={kind === "number"}
          value={text}
          onChange={(number) => onChange(String(number))}
        />
      );
    case "longText":
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case "json":
      return <JsonInput {...common} autosize minRows={3} value={text} onChange={onChange} />;
    case "text":
      return <TextInput {...common} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
  }
}
