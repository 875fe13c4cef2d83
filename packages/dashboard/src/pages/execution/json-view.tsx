import { Button, Code, Group, ScrollArea, Text } from "@mantine/core";
import { useMemo, useState, type ReactElement } from "react";

/** What is longer is shown when somebody asks for it. */
const SHOWN = 20_000;

interface Props {
  /** What it is: "Input". */
  readonly title: string;
  readonly value: unknown;
  /** Why the API has hidden the value from this caller. */
  readonly hidden?: string | null | undefined;
}

/** A JSON value as text. HTML in it stays text; of a large one the beginning is shown. */
export function JsonView({ title, value, hidden }: Props): ReactElement {
  const text = useMemo(() => JSON.stringify(value ?? null, null, 2), [value]);
  const [all, setAll] = useState(false);
  const isLarge = text.length > SHOWN;
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {isLarge && (
          <Button size="compact-xs" variant="default" onClick={() => setAll(!all)}>
            {all ? "Show the beginning" : `Show all ${text.length.toLocaleString("en")} characters`}
          </Button>
        )}
      </Group>
      {hidden != null && (
        <Text size="xs" c="dimmed">
          {hidden}
        </Text>
      )}
      <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, "aria-label": title, role: "region" }}>
        <Code block>{isLarge && !all ? `${text.slice(0, SHOWN)}\n…` : text}</Code>
      </ScrollArea.Autosize>
    </div>
  );
}
