import { ActionIcon, Box, Code, CopyButton, ScrollArea, Tooltip } from "@mantine/core";
import { useMemo, type ReactElement } from "react";
import { IconCheck, IconCopy } from "./icons.ts";

/** More would make the page slow. The whole value can be copied. */
const MOST_SHOWN = 100_000;

/** A JSON value to read and to copy. */
export function JsonText({ value, label }: { readonly value: unknown; readonly label: string }): ReactElement {
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? "null", [value]);
  return (
    <Box pos="relative">
      <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
        <Code block>
          {text.slice(0, MOST_SHOWN)}
          {text.length > MOST_SHOWN && `\n… ${(text.length - MOST_SHOWN).toLocaleString("en")} more characters`}
        </Code>
      </ScrollArea.Autosize>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : "Copy"}>
            <ActionIcon variant="default" pos="absolute" top={6} right={6} onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  );
}
