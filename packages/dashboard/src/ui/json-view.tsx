import { ActionIcon, Box, Button, Code, CopyButton, Group, ScrollArea, Text } from "@mantine/core";
import { useMemo, useState, type ReactElement } from "react";
import { counted } from "./counted.ts";
import { IconCheck, IconCopy, IconDownload } from "./icons.ts";

/** So many characters are drawn at first, and with each click on "Show more": more at once would make the page slow. */
const FIRST = 20_000;
const MORE = 100_000;

interface Props {
  /** What it is: "Input". */
  readonly title: string;
  readonly value: unknown;
  /** Why the API has hidden the value from this caller. */
  readonly hidden?: string | null | undefined;
}

/**
 * A JSON value to read, to copy and to download. HTML in it stays text. Of a large value only the beginning is drawn, however large it is; copy and
 * download give all of it.
 */
export function JsonView({ title, value, hidden }: Props): ReactElement {
  const text = useMemo(() => JSON.stringify(value ?? null, null, 2), [value]);
  const [shown, setShown] = useState(FIRST);
  const left = text.length - shown;
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap" mb={2}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {hidden == null && (
          <Group gap={4} wrap="nowrap">
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <ActionIcon variant="subtle" onClick={copy} title="Copy" aria-label={`Copy: ${title}`}>
                  {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                </ActionIcon>
              )}
            </CopyButton>
            <ActionIcon
              variant="subtle"
              onClick={() => download(title, text)}
              title="Download"
              aria-label={`Download: ${title}`}
            >
              <IconDownload size={16} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </Group>
      {hidden != null ? (
        <Text size="sm" c="dimmed">
          {hidden}
        </Text>
      ) : (
        <Box>
          <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0, role: "region", "aria-label": title }}>
            <Code block>{left > 0 ? `${text.slice(0, shown)} …` : text}</Code>
          </ScrollArea.Autosize>
          {left > 0 && (
            <Group gap="xs" mt={4}>
              <Text size="xs" c="dimmed">
                {counted(left, "more character")}
              </Text>
              <Button size="compact-xs" variant="default" onClick={() => setShown(shown + MORE)}>
                Show more
              </Button>
            </Group>
          )}
        </Box>
      )}
    </div>
  );
}

function download(title: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
