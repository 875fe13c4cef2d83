import { ActionIcon, Button, Group, Slider, Text, VisuallyHidden } from "@mantine/core";
import type { ReactElement } from "react";
import type { TraceEntry } from "@tempograph/graph";
import { counted, durationText, exactText } from "../ui/index.ts";
import { IconChevronLeft, IconChevronRight } from "../ui/icons.ts";

interface Props {
  readonly entries: readonly TraceEntry[];
  /** The number of entries that have happened at the moment that is shown; undefined: the latest moment, and live. */
  readonly moment: number | undefined;
  readonly onChange: (moment: number | undefined) => void;
}

/**
 * Puts the page to any moment of the execution. With the keyboard: the arrow keys move by one change of a step, Page Up and Page Down by a tenth, Home
 * and End to the beginning and to now.
 */
export function Scrubber({ entries, moment, onChange }: Props): ReactElement {
  const last = entries.length;
  const index = Math.min(moment ?? last, last);
  const entry = entries[index - 1];
  const began = entries[0]?.at;
  const said = entry === undefined ? "Before the first step" : `${entry.path}: ${entry.kind}`;
  const after =
    entry === undefined || began === undefined ? "" : `${durationText(entry.at - began)} after the beginning`;
  const go = (to: number): void => onChange(to >= last ? undefined : Math.max(0, to));
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon variant="default" aria-label="One change back" disabled={index === 0} onClick={() => go(index - 1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <Slider
          flex={1}
          min={0}
          max={Math.max(1, last)}
          value={index}
          disabled={last === 0}
          label={null}
          thumbLabel="Moment of the execution"
          onChange={go}
          thumbProps={{ "aria-valuetext": `${said}. ${after}` } as object}
          onKeyDown={({ key }) => {
            const tenth = Math.max(1, Math.round(last / 10));
            if (key === "PageUp") go(index + tenth);
            if (key === "PageDown") go(index - tenth);
          }}
        />
        <ActionIcon
          variant="default"
          aria-label="One change on"
          disabled={index === last}
          onClick={() => go(index + 1)}
        >
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
        <Button size="xs" variant={moment === undefined ? "light" : "default"} onClick={() => onChange(undefined)}>
          Now
        </Button>
      </Group>
      <Text size="xs" c="dimmed" title={entry && exactText(new Date(entry.at).toISOString())}>
        {moment === undefined ? `${counted(last, "change")} of steps` : `${String(index)} of ${String(last)}: ${said}`}
        {moment !== undefined && after !== "" && `, ${after}`}
      </Text>
      <VisuallyHidden component="output">{moment === undefined ? "The latest moment is shown" : said}</VisuallyHidden>
    </div>
  );
}
