import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState, type ReactElement } from "react";

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  /** What stands in the address. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly width?: number;
}

/** Names and ids have at most so many characters. Whoever pastes 5 MB of something else would wait half a minute for an address of that length. */
const LONGEST = 1_000;

/** A filter that is typed. It filters when the typing pauses, and the typing can go on meanwhile. */
export function TextFilter({ label, placeholder, value = "", onChange, width = 200 }: Props): ReactElement {
  const [text, setText] = useState(value);
  /** What stood in the address when it was last looked at, and what this filter has put there. */
  const [{ seen, told }, setPlace] = useState({ seen: value, told: value });
  const change = useDebouncedCallback((typed: string) => {
    setPlace((before) => ({ ...before, told: typed }));
    onChange(typed === "" ? undefined : typed);
  }, 400);
  if (value !== seen) {
    setPlace({ seen: value, told: value });
    // Somebody went back, or chose a saved view.
    if (value !== told) setText(value);
  }
  return (
    <TextInput
      label={label}
      placeholder={placeholder ?? "All"}
      value={text}
      maxLength={LONGEST}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        change(currentTarget.value.trim());
      }}
      w={width}
    />
  );
}
