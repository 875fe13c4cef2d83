import { Autocomplete, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import type { Json } from "@tempograph/graph";
import type { Slot } from "@tempograph/sentences";
import { useMemo, type FocusEvent, type ReactElement } from "react";
import { AnyField, ConditionField, readablePaths, TemplateField, useScope } from "../forms/index.ts";
import { mayHoldTemplate, type Control } from "./control-of.ts";

interface Props {
  readonly control: Control;
  readonly slot: Slot;
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** What is typed takes the place of the value, which is what a person wants who has pressed it. */
const selectAll = ({ currentTarget }: FocusEvent<HTMLInputElement>): void => currentTarget.select();

/** The field of a slot's kind. */
export function SlotInput({ control, slot, label, value, onChange }: Props): ReactElement {
  const onText = (text: string) => onChange(text);
  switch (control) {
    case "choice":
      return <Choice options={slot.options ?? [true, false]} {...{ label, value, onChange }} />;
    case "number":
      return (
        <NumberInput
          label={label}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
          onFocus={selectAll}
          data-autofocus
        />
      );
    case "field":
      return <Field {...{ label, value, onChange }} />;
    case "template":
      return (
        <TemplateField label={label} value={String(value)} hasLines={String(value).includes("\n")} onChange={onText} />
      );
    case "condition":
      return <ConditionField label={label} value={value} onChange={onChange} />;
    case "any":
      return <AnyField label={label} value={value} onChange={onChange} canBeTemplate={mayHoldTemplate(slot.path)} />;
    case "duration":
    case "text":
      return (
        <TextInput
          label={label}
          value={String(value)}
          onChange={({ currentTarget }) => onText(currentTarget.value)}
          onFocus={selectAll}
          data-autofocus
        />
      );
  }
}

interface ChoiceProps extends Pick<Props, "label" | "value" | "onChange"> {
  readonly options: readonly Json[];
}

function Choice({ options, label, value, onChange }: ChoiceProps): ReactElement {
  const data = options.map((option, index) => ({
    value: String(index),
    label: typeof option === "string" ? option : JSON.stringify(option),
  }));
  return (
    <NativeSelect
      label={label}
      data={data}
      value={String(options.findIndex((option) => option === value))}
      onChange={({ currentTarget }) => onChange(options[Number(currentTarget.value)])}
      data-autofocus
    />
  );
}

function Field({ label, value, onChange }: Pick<Props, "label" | "value" | "onChange">): ReactElement {
  const scope = useScope();
  const paths = useMemo(() => readablePaths(scope), [scope]);
  return (
    <Autocomplete
      label={label}
      data={[...paths]}
      limit={50}
      value={typeof value === "string" ? value : ""}
      onChange={(next) => onChange(next === "" ? undefined : next)}
      comboboxProps={{ withinPortal: false }}
      onFocus={selectAll}
      data-autofocus
    />
  );
}
