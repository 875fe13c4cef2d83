import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { ReactElement } from "react";

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  /** What stands in the address. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly width?: number;
}

/** A filter that is typed. It filters when the typing pauses. */
export function TextFilter({ label, placeholder, value = "", onChange, width = 200 }: Props): ReactElement {
  const change = useDebouncedCallback((text: string) => onChange(text === "" ? undefined : text), 400);
  return (
    <TextInput
      label={label}
      placeholder={placeholder ?? "All"}
      defaultValue={value}
      onChange={({ currentTarget }) => change(currentTarget.value.trim())}
      w={width}
    />
  );
}
