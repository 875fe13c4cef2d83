import { Button, FocusTrap, Group, Stack, Text } from "@mantine/core";
import { isSameJson, type Json } from "@tempograph/graph";
import type { Slot } from "@tempograph/sentences";
import { useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { ScopeContext } from "../forms/index.ts";
import { controlOf } from "./control-of.ts";
import { durationValue } from "./duration-value.ts";
import { SlotInput } from "./slot-input.tsx";
import { useScopeOf } from "./scope-of.ts";

interface Props {
  readonly slot: Slot;
  readonly node: string | undefined;
  readonly label: string;
  readonly onSet: (value: Json) => void;
  readonly onClose: () => void;
}

/** The control of a slot. The workflow changes when the person is done, as one step that can be taken back. */
export function SlotForm({ slot, node, label, onSet, onClose }: Props): ReactElement {
  const control = controlOf(slot);
  const [value, setValue] = useState<Json | undefined>(control === "duration" ? durationText(slot) : slot.value);
  const scope = useScopeOf(slot.path, node);
  const taken = control === "duration" ? durationValue(String(value)) : value;
  const wrong = taken === undefined ? WRONG[control === "duration" ? "duration" : "other"] : undefined;
  const finish = () => {
    if (taken === undefined) return;
    if (isSameJson(taken, slot.value)) onClose();
    else onSet(taken);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    finish();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An open list of completions closes first.
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      onClose();
    }
  };
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    finish();
  };
  return (
    <FocusTrap>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape and Ctrl+Enter are for all fields inside */}
      <form onSubmit={onSubmit} onKeyDown={onKeyDown} onKeyDownCapture={onKeyDownCapture} noValidate>
        <Stack gap="xs">
          <ScopeContext value={scope}>
            <SlotInput control={control} slot={slot} label={label} value={value} onChange={setValue} />
          </ScopeContext>
          {wrong !== undefined && (
            <Text size="sm" component="output" c="var(--mantine-color-red-light-color)">
              {wrong}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button size="compact-sm" variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button size="compact-sm" type="submit" disabled={taken === undefined} title="Enter, or Ctrl+Enter">
              Change
            </Button>
          </Group>
        </Stack>
      </form>
    </FocusTrap>
  );
}

const WRONG = {
  duration: "This is no duration. Write 90 seconds, 2 hours, 1h30m, or a template.",
  other: "A value is needed here.",
} as const;

function durationText({ text, value }: Slot): string {
  return typeof value === "string" ? value : text;
}
