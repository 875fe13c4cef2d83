import { ActionIcon, Autocomplete, Button, Select, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "../../ui/icons.ts";
import { useContext, type ReactElement } from "react";
import type {
  ActionProps,
  ControlElementsProp,
  FieldSelectorProps,
  FullField,
  NotToggleProps,
  ValueEditorProps,
} from "react-querybuilder";
import type { Json } from "@tempograph/graph";
import { JsonEditor } from "../code/json-editor.tsx";
import { FieldIdContext } from "../code/unread-context.ts";
import { JSON_FIELD, takesOf } from "../rules/query.ts";
import { isScalar, parseScalar, printScalar } from "../rules/scalar.ts";
import styles from "./rule-builder.module.css";

/** What all selectors of the library get. */
interface SelectorProps {
  readonly value?: string;
  readonly options: readonly unknown[];
  readonly title?: string;
  readonly handleOnChange: (value: string | null) => void;
}

interface Context {
  readonly paths: readonly string[];
}

function FieldSelector({ value, handleOnChange, context }: FieldSelectorProps): ReactElement {
  if (value === JSON_FIELD) return <Text size="sm">This holds:</Text>;
  return <PathInput label="Field" value={value ?? ""} paths={(context as Context).paths} onChange={handleOnChange} />;
}

function PathInput(props: {
  readonly label: string;
  readonly value: string;
  readonly paths: readonly string[];
  readonly onChange: (path: string) => void;
}): ReactElement {
  const { label, value, paths, onChange } = props;
  return (
    <Autocomplete
      className={styles["wide"] ?? ""}
      size="sm"
      aria-label={label}
      data={[...paths]}
      limit={50}
      value={value}
      onChange={onChange}
    />
  );
}

function OperatorSelector({
  value,
  handleOnChange,
  options,
  rule,
}: SelectorProps & { readonly rule?: { readonly field: string } }): ReactElement | null {
  if (rule?.field === JSON_FIELD) return null;
  const data = (options as { readonly name: string; readonly label: string }[])
    .filter(({ name }) => name !== "json")
    .map(({ name, label }) => ({ value: name, label }));
  return (
    <Select
      size="sm"
      w="11rem"
      aria-label="Comparison"
      data={data}
      value={value ?? null}
      allowDeselect={false}
      onChange={(next) => handleOnChange(next)}
    />
  );
}

function SimpleSelector({ value, handleOnChange, options, title }: SelectorProps): ReactElement {
  const data = (options as { readonly name: string; readonly label: string }[]).map(({ name, label }) => ({
    value: name,
    label,
  }));
  return (
    <Select
      size="sm"
      w="12rem"
      aria-label={title ?? "Choice"}
      data={data}
      value={value ?? null}
      allowDeselect={false}
      onChange={(next) => handleOnChange(next)}
    />
  );
}

function ValueSourceSelector({
  value,
  handleOnChange,
  rule,
}: SelectorProps & { readonly rule?: { readonly field: string; readonly operator: string } }): ReactElement | null {
  const takes = takesOf(rule?.operator ?? "");
  if (rule?.field === JSON_FIELD || takes === "nothing" || takes === "range") return null;
  const data = [
    { value: "value", label: "the value" },
    { value: "field", label: "the field" },
  ];
  return (
    <Select
      size="sm"
      w="7.5rem"
      aria-label="Compared with"
      data={data}
      value={value ?? "value"}
      allowDeselect={false}
      onChange={(next) => handleOnChange(next)}
    />
  );
}

function ValueEditor({
  field,
  operator,
  value,
  valueSource,
  handleOnChange,
  context,
}: ValueEditorProps<FullField>): ReactElement | null {
  if (field === JSON_FIELD)
    return (
      <div className={styles["wide"]}>
        <JsonRow value={value as Json} onChange={handleOnChange} />
      </div>
    );
  if (valueSource === "field")
    return (
      <PathInput
        label="Other field"
        value={String(value ?? "")}
        paths={(context as Context).paths}
        onChange={handleOnChange}
      />
    );
  const list = Array.isArray(value) ? (value as readonly unknown[]) : value === "" || value == null ? [] : [value];
  const texts = list.map((one) => (isScalar(one) ? printScalar(one) : ""));
  switch (takesOf(operator)) {
    case "nothing":
      return null;
    case "list":
      return (
        <TagsInput
          className={styles["wide"] ?? ""}
          size="sm"
          aria-label="Values"
          value={texts}
          onChange={(next) => handleOnChange(next.map(parseScalar))}
        />
      );
    case "range":
      return (
        <>
          <ScalarInput label="From" text={texts[0] ?? ""} onChange={(from) => handleOnChange([from, list[1] ?? ""])} />
          <ScalarInput label="To" text={texts[1] ?? ""} onChange={(to) => handleOnChange([list[0] ?? "", to])} />
        </>
      );
    case "value":
      return <ScalarInput label="Value" text={texts[0] ?? ""} onChange={handleOnChange} />;
  }
}

/**
 * A row as JSON. What is typed there and cannot be read yet is kept by the row's value, which stays as it was meanwhile: rows have no lasting ids, and their
 * places change when others are taken away.
 */
function JsonRow({
  value,
  onChange,
}: {
  readonly value: Json;
  readonly onChange: (value: Json) => void;
}): ReactElement {
  const condition = useContext(FieldIdContext);
  return (
    <FieldIdContext value={condition === undefined ? undefined : `${condition}-rule-${JSON.stringify(value)}`}>
      <JsonEditor label="Rule as JSON" value={value} onChange={(json) => onChange(json ?? null)} height="5rem" />
    </FieldIdContext>
  );
}

function ScalarInput({
  label,
  text,
  onChange,
}: {
  readonly label: string;
  readonly text: string;
  readonly onChange: (value: unknown) => void;
}): ReactElement {
  return (
    <TextInput
      className={styles["wide"] ?? ""}
      size="sm"
      aria-label={label}
      value={text}
      onChange={({ currentTarget }) => onChange(parseScalar(currentTarget.value))}
    />
  );
}

function NotToggle({ checked, handleOnChange }: NotToggleProps): ReactElement {
  return (
    <Switch
      size="sm"
      label="Not"
      checked={checked === true}
      onChange={({ currentTarget }) => handleOnChange(currentTarget.checked)}
    />
  );
}

function AddButton({ label, handleOnClick }: ActionProps & { readonly label: string }): ReactElement {
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={(event) => handleOnClick(event)}
    >
      {label}
    </Button>
  );
}

function RemoveButton({ label, handleOnClick }: ActionProps & { readonly label: string }): ReactElement {
  return (
    <ActionIcon variant="default" aria-label={label} onClick={(event) => handleOnClick(event)}>
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  );
}

/** The parts of the rule builder, made of the component kit. */
export const controls: ControlElementsProp<FullField, string> = {
  fieldSelector: FieldSelector,
  operatorSelector: OperatorSelector as never,
  combinatorSelector: SimpleSelector as never,
  valueSourceSelector: ValueSourceSelector as never,
  valueEditor: ValueEditor,
  notToggle: NotToggle,
  addRuleAction: (props: ActionProps) => <AddButton {...props} label="Rule" />,
  addGroupAction: (props: ActionProps) => <AddButton {...props} label="Group" />,
  removeRuleAction: (props: ActionProps) => <RemoveButton {...props} label="Remove this rule" />,
  removeGroupAction: (props: ActionProps) => <RemoveButton {...props} label="Remove this group" />,
};
